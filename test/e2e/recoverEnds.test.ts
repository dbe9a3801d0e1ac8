import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { qrTextOf } from "../../popup/qrText.ts";
import { ownKit, type Person, recoverParams, registerPerson } from "../background/recovering.ts";
import { seriousFaultsInBothThemes } from "./axe.ts";
import { BROWSERS } from "./harness/browsers.ts";
import { field, fill, press, seeText } from "./harness/byName.ts";
import { picturesOf } from "./harness/pictures.ts";
import { approve, createVault } from "./harness/steps.ts";
import { renewIn } from "./recoverSteps.ts";
import { type Awaiting, ask, resultOf, startWorld, type World } from "./world.ts";

const PATIENCE = { timeout: 30_000 };
const POST = "/auth/recover/user";

/** At once, as the clipboard does. */
const paste = async (page: Page, name: string, text: string) =>
  (await field(page, name, PATIENCE)).evaluate((node, pasted) => {
    node.value = pasted;
    node.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }, text);

describe.each(BROWSERS)("a recovery that does not end at once in %s", (name) => {
  let world: World;
  let page: Page;
  let vault: Page;
  let rose: Person;
  /** The words that rose's first recovery ended with. */
  let phrase: string;
  const takePicture = picturesOf(name);
  const look = async (step: string) => {
    expect(await seriousFaultsInBothThemes(vault)).toEqual([]);
    await takePicture(vault, step);
  };
  /** Asked and approved: the tab has come. */
  const begin = async ({ username }: Person, params: object): Promise<Awaiting> => {
    const outcome = await ask(page, "dfns_recover", params);
    const window = await world.browser.waitForExtensionPage("approve.html");
    await seeText(window, `Recover ${username}`, PATIENCE);
    await approve(window, PATIENCE);
    vault = await world.browser.waitForExtensionPage("vault.html#/recover");
    await vault.bringToFront();
    return outcome;
  };

  beforeAll(async () => {
    world = await startWorld(name);
    await (await createVault(world.browser)).close();
    page = await world.browser.newPage(world.sites.good);
  });
  afterAll(() => world.close());

  it("is tried again after Dfns' no, and looked into when no answer came", async () => {
    const { dfns } = world;
    rose = await registerPerson(dfns, "rose@example.com", await ownKit());
    const outcome = await begin(rose, await recoverParams(dfns, rose));
    dfns.fail({ path: POST }, { status: 400, body: { error: { message: "Not before noon." } } });
    const words = await renewIn(vault, rose);
    await seeText(vault, "Dfns refused the recovery", PATIENCE);
    await seeText(vault, "Not before noon.");
    await look("recover-refused");
    expect(await outcome()).toMatchObject({ error: { code: -32080, data: { status: 400 } } });
    const lift = [POST, "/auth/login/init"].map((path) => dfns.fail({ path, times: 99 }, "drop"));
    await press(vault, "Try again");
    await seeText(vault, "Dfns may have accepted this", PATIENCE);
    await look("recover-lost");
    for (const one of lift) one();
    await press(vault, "Check now");
    await seeText(vault, `${rose.username} is back`, PATIENCE);
    await press(vault, "Done");
    await seeText(vault, "Kit not tested", PATIENCE);
    await vault.close();
    phrase = words.join(" ");
  });

  it("says so when the site asked Dfns for another paper than the person's", async () => {
    const { username } = rose;
    const user = world.dfns.users().find((one) => one.username === username);
    const credentialId = user?.credentials.find(({ kind }) => kind === "RecoveryKey")?.credId ?? "";
    const params = await recoverParams(world.dfns, { username, credentialId });
    const [kit] = params.challenge.allowedRecoveryCredentials;
    const other = { ...kit, id: "c29tZWJvZHkgZWxzZSdzIGtpdCBvbiBwYXBlcg" };
    const challenge = { ...params.challenge, allowedRecoveryCredentials: [other] };
    const outcome = await begin(rose, { ...params, challenge });
    await fill(vault, "Recovery phrase", phrase);
    await press(vault, "Continue");
    await seeText(vault, "The site asked for another kit", PATIENCE);
    await seeText(vault, credentialId);
    await look("recover-other-kit");
    expect(await outcome()).toMatchObject({ error: { code: 4100, data: { reason: "noCredential" } } });
    await press(vault, "Done");
    await seeText(vault, "Recover an account", PATIENCE);
    await vault.close();
  });

  it("is listed while the site has it, and opens again from there", async () => {
    const anna = await registerPerson(world.dfns, "anna@example.com", await ownKit());
    const outcome = await begin(anna, await recoverParams(world.dfns, anna, {}));
    await renewIn(vault, anna);
    await seeText(vault, "Your new keys are ready", PATIENCE);
    resultOf(await outcome());
    await look("recover-handed-over");
    await press(vault, "Done");
    await vault.evaluate(() => {
      location.hash = "#/accounts";
    });
    await seeText(vault, "Unfinished recoveries", PATIENCE);
    await seeText(vault, "completes this recovery.");
    await look("recover-unfinished");
    await press(vault, "Continue");
    await seeText(vault, "Your new keys are ready", PATIENCE);
    await press(vault, "Done");
    await seeText(vault, "Recover an account", PATIENCE);
    await vault.close();
  });

  it("by code keeps the lines after Back, and takes the words of a pasted QR code along", async () => {
    const { url, orgId } = world.dfns;
    const { username, credentialId, typed } = await registerPerson(
      world.dfns,
      "fay@example.com",
      await ownKit(),
    );
    vault = await world.browser.extensionPage("vault.html#/recover");
    const kit = { username, userId: "us-1", orgId, url, credId: credentialId };
    await paste(vault, "Paste the text of the QR code", qrTextOf(kit, typed.split(" ")));
    await seeText(vault, "It held the words too", PATIENCE);
    await press(vault, "Continue");
    await seeText(vault, "Check your e-mail", PATIENCE);
    await press(vault, "Back");
    const line = async (label: string) => (await field(vault, label)).evaluate((node) => node.value);
    expect([await line("Username"), await line("Recovery credential ID")]).toEqual([username, credentialId]);
    await press(vault, "Continue");
    await seeText(vault, "Check your e-mail", PATIENCE);
    await fill(vault, "E-mail code", world.dfns.codes(username).recovery ?? "");
    await press(vault, "Continue");
    await seeText(vault, "Type your recovery phrase", PATIENCE);
    await press(vault, "Continue");
    await seeText(vault, "Write down your new 12 words", PATIENCE);
    await vault.close();
  });
});
