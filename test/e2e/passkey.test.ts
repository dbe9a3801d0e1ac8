import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { registerParams } from "../background/register.ts";
import { seriousFaultsInBothThemes } from "./axe.ts";
import { BROWSERS } from "./harness/browsers.ts";
import { find, press, seeText, waitClosed } from "./harness/byName.ts";
import { DAPP } from "./harness/origins.ts";
import { approve, createVault, finish, typeWords, writeDown } from "./harness/steps.ts";
import { ask, resultOf, startWorld, type World } from "./world.ts";

/** A page that puts its own hands on everything it can reach of WebAuthn. */
const THIEF = `${DAPP}<script>
window.stolen = [];
const keep = (name) => function (...given) { stolen.push(name); throw new Error("replaced by the page"); };
navigator.credentials.create = keep("create");
navigator.credentials.get = keep("get");
CredentialsContainer.prototype.create = keep("prototype create");
CredentialsContainer.prototype.get = keep("prototype get");
PublicKeyCredential.parseCreationOptionsFromJSON = keep("parse");
PublicKeyCredential.prototype.toJSON = keep("toJSON");
</script>`;

interface Registered {
  readonly authentication: { readonly token: string };
}

describe.each(BROWSERS)("passkeys in %s", (name) => {
  let world: World;
  let page: Page;
  let user = 0;
  const username = () => `fay${user}@example.com`;
  const window = () => world.browser.waitForExtensionPage("approve.html");
  const kinds = () =>
    world.dfns
      .users()
      .find((one) => one.username === username())
      ?.credentials.map(({ kind }) => kind);
  const params = async (factors: object) => {
    user += 1;
    return registerParams(world.dfns, username(), { submit: true, ...factors });
  };
  /** To the end of the words, after which the page's authenticator is asked. */
  const confirm = async (approval: Page) => {
    await seeText(approval, "Register a new account");
    await press(approval, "Approve");
    await typeWords(approval, await writeDown(approval));
    await press(approval, "Finish");
  };
  const action = (token: string, api: object) => ({
    api,
    authToken: token,
    method: "POST",
    path: "/wallets",
    payload: JSON.stringify({ network: "Solana" }),
  });

  beforeAll(async () => {
    world = await startWorld(name, { "/thief": { body: THIEF } });
    await createVault(world.browser);
    page = await world.browser.newPage(world.sites.good);
    await world.browser.addAuthenticator(page);
  });
  afterAll(() => world.close());

  it("register after the words, and sign in with nothing in the vault but their name", async () => {
    const asked = await params({ firstFactor: "Fido2" });
    const outcome = await ask(page, "dfns_register", asked);
    const approval = await window();
    await confirm(approval);
    await finish(approval, { timeout: 20_000 });
    const { authentication } = resultOf<Registered & Record<string, unknown>>(await outcome());
    expect(kinds()).toEqual(["Fido2", "RecoveryKey"]);
    const before = world.dfns.signatures(username());
    const login = await ask(page, "dfns_login", { api: asked.api, username: username() });
    const signIn = await window();
    await seeText(signIn, "Sign in");
    await approve(signIn);
    expect(resultOf(await login())).toEqual({ token: expect.any(String) });
    expect(world.dfns.signatures(username()) - before).toBe(1);
    const signing = await ask(page, "dfns_signAction", action(authentication.token, asked.api));
    const toSign = await window();
    await seeText(toSign, "Full request");
    await approve(toSign);
    expect(resultOf(await signing())).toEqual({ userAction: expect.any(String) });
  });

  it("are the second factor beside a key, and both sign where Dfns demands it", async () => {
    const asked = await params({ firstFactor: "Key", secondFactor: "Fido2" });
    const outcome = await ask(page, "dfns_register", asked);
    const approval = await window();
    await confirm(approval);
    await finish(approval, { timeout: 20_000 });
    const { authentication } = resultOf<Registered & Record<string, unknown>>(await outcome());
    expect(kinds()).toEqual(["Key", "Fido2", "RecoveryKey"]);
    world.dfns.setPolicy(username(), { requiresSecondFactor: ["Key"] });
    const before = world.dfns.signatures(username());
    const signing = await ask(page, "dfns_signAction", action(authentication.token, asked.api));
    const second = await window();
    await seeText(second, "Passkey");
    await approve(second);
    expect(resultOf(await signing())).toEqual({ userAction: expect.any(String) });
    expect(world.dfns.signatures(username()) - before).toBe(2);
  });

  it("cannot be swapped by the code of the page", async () => {
    const thief = await world.browser.newPage(`${world.sites.good}/thief`);
    await world.browser.addAuthenticator(thief);
    const outcome = await ask(thief, "dfns_register", await params({ firstFactor: "Fido2" }));
    const approval = await window();
    await confirm(approval);
    await finish(approval, { timeout: 20_000 });
    resultOf(await outcome());
    expect(await thief.evaluate(() => (window as unknown as { stolen: string[] }).stolen)).toEqual([]);
    await thief.close();
  });

  it("that were not made leave nothing behind, and can be tried again or rejected", async () => {
    // An address of plain text has no relying party by that name, so the ceremony fails at once.
    const asked = await params({ firstFactor: "Fido2", relyingParty: { id: "other.example", name: "x" } });
    const outcome = await ask(page, "dfns_register", asked);
    const approval = await window();
    await confirm(approval);
    await seeText(approval, "No passkey was made.");
    await find(approval, "button", "Try again");
    expect(await seriousFaultsInBothThemes(approval)).toEqual([]);
    expect(kinds()).toEqual([]);
    await press(approval, "Reject");
    await waitClosed(approval);
    expect(await outcome()).toMatchObject({ error: { code: 4001 } });
  });
});
