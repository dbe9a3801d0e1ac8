import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { registerParams } from "../background/register.ts";
import { seriousFaultsInBothThemes } from "./axe.ts";
import { BROWSERS } from "./harness/browsers.ts";
import { click, enabled, fill, press, seeText, textOf, waitClosed } from "./harness/byName.ts";
import { phraseSecrets, searchFor } from "./harness/onDisk.ts";
import { picturesOf } from "./harness/pictures.ts";
import { createVault, finish, registerInWindow, typeWords, unlock, writeDown } from "./harness/steps.ts";
import { until } from "./harness/until.ts";
import { ask, resultOf, startWorld, type World } from "./world.ts";

const USER = "ada@example.com";
const TRAVEL = "orbit velvet tunnel maple shrimp canyon";

interface Added {
  readonly credentialKind: string;
  readonly credentialInfo: { readonly credId: string };
}

describe.each(BROWSERS)("a further credential in %s", (name) => {
  let world: World;
  let page: Page;
  let token: string;
  const see = picturesOf(name);
  const api = () => ({ url: world.dfns.url, orgId: world.dfns.orgId });
  const approvalWindow = () => world.browser.waitForExtensionPage("approve.html");
  const listed = () =>
    world.dfns
      .users()
      .find(({ username }) => username === USER)
      ?.credentials.map(({ kind, credId }) => `${kind} ${credId}`);

  /** One call to Dfns from the page itself. */
  const post = async <T>(path: string, body: string, headers: Record<string, string> = {}) => {
    const [status, answer] = await page.evaluate(
      async (url, text, more) => {
        const given = {
          method: "POST",
          headers: { "Content-Type": "application/json", ...more },
          body: text,
        };
        const response = await fetch(url, given);
        return [response.status, await response.json()] as const;
      },
      world.dfns.url + path,
      body,
      headers,
    );
    expect(status, JSON.stringify(answer)).toBe(200);
    return answer as T;
  };
  const asUser = () => ({ Authorization: `Bearer ${token}` });
  /** A user action over this very text, approved in the window, then the call. */
  const postSigned = async <T>(path: string, payload: string, decide: (window: Page) => Promise<void>) => {
    const action = { api: api(), authToken: token, method: "POST", path, payload };
    const signing = await ask(page, "dfns_signAction", action);
    const window = await approvalWindow();
    await enabled(window, "button", "Approve");
    await decide(window);
    const { userAction } = resultOf<{ userAction: string }>(await signing());
    await waitClosed(window);
    return post<T>(path, payload, { ...asUser(), "X-DFNS-USERACTION": userAction });
  };
  const approve = (window: Page) => press(window, "Approve");
  const approveWith = (credential: string) => async (window: Page) => {
    await click(window, "radio", credential);
    await approve(window);
  };
  const begin = (kind: string) => post<object>("/auth/credentials/init", JSON.stringify({ kind }), asUser());
  /** Asks, lets `decide` work the window, and has the site add what came of it. */
  const add = async (kind: string, named: string, decide: (window: Page) => Promise<void>) => {
    const params = { api: api(), challenge: await begin(kind), name: named };
    const asked = await ask(page, "dfns_createCredential", params);
    const window = await approvalWindow();
    await seeText(window, "New way in");
    await enabled(window, "button", "Approve");
    await see(window, `add-${kind}`);
    expect(await seriousFaultsInBothThemes(window)).toEqual([]);
    await decide(window);
    const body = resultOf<Added & Record<string, unknown>>(await asked());
    await finish(window);
    expect(body.credentialKind).toBe(kind);
    await postSigned("/auth/credentials", JSON.stringify(body), approve);
    expect(listed()).toContain(`${kind} ${body.credentialInfo.credId}`);
  };

  beforeAll(async () => {
    world = await startWorld(name);
    await createVault(world.browser);
    page = await world.browser.newPage(world.sites.good);
    await world.browser.addAuthenticator(page);
    const registering = await ask(page, "dfns_register", await registerParams(world.dfns, USER));
    await registerInWindow(await approvalWindow());
    const { authentication } = resultOf<{ authentication: { token: string } }>(await registering());
    token = authentication.token;
  });
  afterAll(() => world.close());

  it("is a key, which then signs an action", async () => {
    await add("Key", "Laptop", async (window) => {
      await press(window, "Approve");
      await seeText(window, "Your new credential is ready");
      await see(window, "added");
      expect(await seriousFaultsInBothThemes(window)).toEqual([]);
    });
    await postSigned("/wallets", JSON.stringify({ network: "Solana" }), approveWith("Laptop"));
  });

  it("is a key with a password of its own", () =>
    add("PasswordProtectedKey", "Travel key", async (window) => {
      await fill(window, "Credential password", TRAVEL);
      await fill(window, "Confirm credential password", TRAVEL);
      await press(window, "Approve");
    }));

  it("is a passkey, made on the page", () => add("Fido2", "My passkey", approve));

  it("is a recovery kit, whose words are written down first", () =>
    add("RecoveryKey", "Second kit", async (window) => {
      await press(window, "Approve");
      const words = await writeDown(window);
      expect(words).toHaveLength(12);
      await typeWords(window, words);
      await press(window, "Finish");
    }));

  it("is added with a code, without a session", async () => {
    const expiration = JSON.stringify({ expiration: new Date(Date.now() + 55_000).toISOString() });
    const { code } = await postSigned<{ code: string }>("/auth/credentials/code", expiration, approve);
    const start = JSON.stringify({ credentialKind: "Key", code });
    const challenge = await post<object>("/auth/credentials/code/init", start);
    const asked = await ask(page, "dfns_createCredential", { api: api(), challenge, name: "By code" });
    const window = await approvalWindow();
    await press(window, "Approve");
    const body = resultOf<Added & Record<string, unknown>>(await asked());
    await finish(window);
    await post("/auth/credentials/code/verify", JSON.stringify(body));
    expect(listed()).toContain(`Key ${body.credentialInfo.credId}`);
  });

  it("is a kit that can be given up after a kill: it leaves no words on disk, and is shown until then", async () => {
    const params = { api: api(), challenge: await begin("RecoveryKey"), name: "Third kit" };
    await ask(page, "dfns_createCredential", params);
    const window = await approvalWindow();
    await press(window, "Approve");
    const words = await writeDown(window);
    await typeWords(window, words);
    await world.browser.crash();
    expect(searchFor(await phraseSecrets("kit", words)).inFolder(world.browser.profile)).toEqual([]);
    await world.browser.relaunch();
    const vault = await world.browser.extensionPage("vault.html#/accounts");
    await unlock(vault);
    await seeText(vault, "Unfinished recovery kits");
    await see(vault, "unfinished");
    expect(await seriousFaultsInBothThemes(vault)).toEqual([]);
    await press(vault, "Discard");
    await seeText(vault, "Discard these keys?");
    await (await vault.waitForSelector("dialog .danger"))?.click();
    await until("the kit to go", async () => !(await textOf(vault)).includes("Unfinished recovery kits"));
  });
});
