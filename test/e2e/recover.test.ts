import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { registerParams } from "../background/register.ts";
import * as client from "../example/client.ts";
import { seriousFaultsInBothThemes } from "./axe.ts";
import { BROWSERS, launch, type TestBrowser } from "./harness/browsers.ts";
import { fill, find, press, seeText } from "./harness/byName.ts";
import { pdfText } from "./harness/pdf.ts";
import { createVaultIn, finish, typeWords, writeDown } from "./harness/steps.ts";
import { showIn } from "./harness/theme.ts";
import { connectAccount, signInAndAct } from "./recoverSteps.ts";
import { ask, resultOf, startWorld, type World } from "./world.ts";

const USER = "jane@example.com";

/** What stands on the paper. */
interface Paper {
  readonly username: string;
  readonly orgId: string;
  readonly url: string;
  readonly credId: string;
  readonly phrase: string;
}

/** The lines and the words, read back from the text of the printed sheet and from nothing else. */
function paperFrom(text: string): Paper {
  const after = (label: string) => new RegExp(`${label} (\\S+)`).exec(text)?.[1] ?? "";
  const grid = /Recovery phrase (.*) Username/.exec(text)?.[1] ?? "";
  return {
    username: after("Username"),
    orgId: after("Organisation ID"),
    url: after("API URL"),
    credId: after("Recovery credential ID"),
    phrase: grid.replaceAll(/\d+/g, " ").trim(),
  };
}

describe.each(BROWSERS)("the pages of a recovery in %s", (name) => {
  let world: World;
  let fresh: TestBrowser;
  let vault: Page;
  let paper: Paper;
  let words: readonly string[];
  /** What was lost with the first profile. */
  let before: { readonly credId: string; readonly session: string };
  const credentialOf = (wanted: string) =>
    world.dfns
      .users()
      .find(({ username }) => username === USER)
      ?.credentials.find(({ kind }) => kind === wanted);
  const kitOf = () => credentialOf("RecoveryKey");
  const picture = async (step: string) => {
    const folder = process.env.COUNTERSIGN_PICTURES;
    if (!folder || name !== "chromium") return;
    for (const [theme, width] of [
      ["light", 1100],
      ["dark", 1100],
      ["dark", 360],
    ] as const) {
      await vault.setViewport({ width, height: 800 });
      await showIn(vault, theme);
      await vault.screenshot({ path: `${folder}/recover-${step}-${theme}-${width}.png`, fullPage: true });
    }
    await showIn(vault, "");
    await vault.setViewport(null);
  };
  const accessible = async (step: string) => {
    expect(await seriousFaultsInBothThemes(vault)).toEqual([]);
    await picture(step);
  };

  beforeAll(async () => {
    world = await startWorld(name);
    const setUp = await world.browser.extensionPage("vault.html#/onboarding");
    await createVaultIn(setUp);
    const page = await world.browser.newPage(world.sites.good);
    const outcome = await ask(page, "dfns_register", await registerParams(world.dfns, USER));
    const window = await world.browser.waitForExtensionPage("approve.html");
    await press(window, "Approve");
    await find(window, "list", "Recovery phrase");
    const printed = name === "chromium" ? (await pdfText(await window.pdf({ format: "A4" }))).text : null;
    const written = await writeDown(window);
    await typeWords(window, written);
    await press(window, "Finish");
    await find(window, "button", "Done");
    await finish(window);
    const { authentication } = resultOf<{ authentication: { token: string } }>(await outcome());
    before = { credId: credentialOf("Key")?.credId ?? "", session: authentication.token };
    const { orgId, url } = world.dfns;
    const known = { username: USER, orgId, url, credId: kitOf()?.credId ?? "", phrase: written.join(" ") };
    paper = printed === null ? known : paperFrom(printed);
    await world.browser.close();
    fresh = await launch(name);
  });
  afterAll(async () => {
    await fresh.close();
    await Promise.all([world.sites.close(), world.dfns.close()]);
  });

  it("begin with a vault on a fresh install, and say which line is missing", async () => {
    vault = await fresh.extensionPage("vault.html#/recover");
    await createVaultIn(vault);
    await press(vault, "Done");
    await seeText(vault, "Recover an account");
    await press(vault, "Continue");
    await seeText(vault, "Type this line from your kit.");
    await accessible("kit");
  });

  it("take the lines of the paper and the code from the e-mail", async () => {
    await fill(vault, "Username", paper.username);
    await fill(vault, "Organisation ID", paper.orgId);
    await fill(vault, "API URL", paper.url);
    await fill(vault, "Recovery credential ID", paper.credId);
    await press(vault, "Continue");
    await seeText(vault, "Check your e-mail");
    await fill(vault, "E-mail code", "1234-1234-1234-1234");
    await press(vault, "Continue");
    await seeText(vault, "Dfns does not accept this code. Ask for a new one.");
    await accessible("code");
    await fill(vault, "E-mail code", world.dfns.codes(USER).recovery ?? "");
    await press(vault, "Continue");
    await seeText(vault, "Type your recovery phrase");
  });

  it("open the old key before anything is made", async () => {
    await fill(vault, "Recovery phrase", paper.phrase.split(" ").toReversed().join(" "));
    await press(vault, "Continue");
    await seeText(vault, /do not belong together|not of this kit/);
    await accessible("phrase");
    await fill(vault, "Recovery phrase", paper.phrase);
    await press(vault, "Continue");
    await seeText(vault, "Write down your new 12 words");
    await find(vault, "list", "Recovery phrase");
    await accessible("new-phrase");
    words = await writeDown(vault);
    expect(words.join(" ")).not.toBe(paper.phrase);
    await typeWords(vault, words);
    await accessible("words");
    await press(vault, "Finish");
    await seeText(vault, `Ready to recover ${USER}`);
    await accessible("review");
  });

  it("bring the account back under new credentials, with one button", async () => {
    const old = kitOf()?.credId;
    await press(vault, "Recover account");
    await seeText(vault, `${USER} is back`, { timeout: 30_000 });
    await accessible("done");
    expect(kitOf()?.credId).not.toBe(old);
    await press(vault, "Done");
    await seeText(vault, "Kit not tested");
  });

  it("leave an account that signs in and signs on the site again, by its new credential alone", async () => {
    const page = await fresh.newPage(world.sites.good);
    const { dfns } = world;
    await connectAccount(fresh, page, USER);
    const api = { url: dfns.url, orgId: dfns.orgId };
    await signInAndAct({ browser: fresh, page, api, username: USER });
    const { body } = await client.send(dfns, "POST", "/auth/login/init", {
      username: USER,
      orgId: dfns.orgId,
    });
    const lost = { ...client.newKey(), credId: before.credId };
    const answer = {
      challengeIdentifier: body.challengeIdentifier,
      firstFactor: client.keyFactor(lost, body.challenge),
    };
    const { noCredential, userTokenInvalid } = client.refusals;
    expect(await client.send(dfns, "POST", "/auth/login", answer)).toMatchObject(noCredential);
    expect(await client.send(dfns, "GET", "/wallets", undefined, before.session)).toMatchObject(
      userTokenInvalid,
    );
  });
});
