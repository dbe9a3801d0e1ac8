import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { registerParams } from "../background/register.ts";
import { seriousFaultsInBothThemes } from "./axe.ts";
import { BROWSERS, launch, type TestBrowser } from "./harness/browsers.ts";
import { click, enabled, fill, find, press, seeText } from "./harness/byName.ts";
import { approve, createVault, createVaultIn, finish, registerInWindow } from "./harness/steps.ts";
import { ask, resultOf, startWorld, type World } from "./world.ts";

const USER = "tess@example.com";
const TRAVEL = "orbit velvet tunnel maple shrimp canyon";
const BOTH = ["Key", "PasswordProtectedKey"] as const;

interface Registered {
  readonly authentication: { readonly token: string };
}

interface Challenge {
  readonly challengeIdentifier: string;
}

describe.each(BROWSERS)("a user with a key and a password-protected key in %s", (name) => {
  let world: World;
  let page: Page;
  let token: string;
  const action = { method: "POST", path: "/wallets", payload: JSON.stringify({ network: "Solana" }) };
  const api = () => ({ url: world.dfns.url, orgId: world.dfns.orgId });
  const post = async (path: string, body: object): Promise<unknown> => {
    const response = await fetch(world.dfns.url + path, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    return response.json();
  };
  const openAction = async (): Promise<Challenge> =>
    (await post("/auth/action/init", {
      userActionHttpMethod: action.method,
      userActionHttpPath: action.path,
      userActionPayload: action.payload,
    })) as Challenge;
  const windowOf = (browser: TestBrowser) => browser.waitForExtensionPage("approve.html");
  const signedBy = async (decide: (window: Page) => Promise<void>): Promise<number> => {
    const before = world.dfns.signatures(USER);
    const signing = await ask(page, "dfns_signAction", { api: api(), authToken: token, ...action });
    const window = await windowOf(world.browser);
    await seeText(window, "Full request");
    await enabled(window, "button", "Approve");
    await decide(window);
    await approve(window);
    expect(resultOf(await signing())).toEqual({ userAction: expect.any(String) });
    return world.dfns.signatures(USER) - before;
  };

  beforeAll(async () => {
    world = await startWorld(name);
    await createVault(world.browser);
    page = await world.browser.newPage(world.sites.good);
    const [firstFactor, secondFactor] = BOTH;
    const params = await registerParams(world.dfns, USER, { submit: true, firstFactor, secondFactor });
    const registering = await ask(page, "dfns_register", params);
    const window = await windowOf(world.browser);
    await fill(window, "Credential password", TRAVEL);
    await fill(window, "Confirm credential password", TRAVEL);
    await registerInWindow(window);
    token = resultOf<Registered & Record<string, unknown>>(await registering()).authentication.token;
  });
  afterAll(() => world.close());

  it("signs with both after one approval, where Dfns demands it", async () => {
    world.dfns.setPolicy(USER, { requiresSecondFactor: BOTH });
    const count = await signedBy(async (window) => {
      await seeText(window, "Signs with");
      await fill(window, "Credential password", TRAVEL);
      expect(await seriousFaultsInBothThemes(window)).toEqual([]);
    });
    world.dfns.setPolicy(USER, { requiresSecondFactor: [] });
    expect(count).toBe(2);
  });

  it("signs with the one that the person chooses", async () => {
    const count = await signedBy(async (window) => {
      await find(window, "group", "Sign with");
      expect(await seriousFaultsInBothThemes(window)).toEqual([]);
      await click(window, "radio", "Second travel key");
      await fill(window, "Credential password", TRAVEL);
    });
    expect(count).toBe(1);
  });

  it("signs in a fresh browser with the password alone, and keeps the key there", async () => {
    const fresh = await launch(name);
    try {
      const site = await fresh.newPage(world.sites.good);
      const challenge = await openAction();
      const signing = await ask(site, "dfns_sign", { challenge, action, api: api() });
      const window = await windowOf(fresh);
      await press(window, "Create vault");
      await createVaultIn(await fresh.waitForExtensionPage("vault.html#/onboarding"));
      await seeText(window, "This key is not in your vault. Its password is enough.");
      await enabled(window, "button", "Approve");
      await fill(window, "Credential password", TRAVEL);
      expect(await seriousFaultsInBothThemes(window)).toEqual([]);
      await press(window, "Approve");
      await find(window, "checkbox", "Keep it in this vault");
      await finish(window);
      const { challengeIdentifier } = challenge;
      const factors = resultOf(await signing());
      expect(await post("/auth/action", { challengeIdentifier, ...factors })).toEqual({
        userAction: expect.any(String),
      });
      const connecting = await ask(site, "dfns_connect");
      expect(resultOf(await connecting())).toMatchObject({
        accounts: [{ username: USER, credentials: [{ kind: "PasswordProtectedKey" }] }],
      });
    } finally {
      await fresh.close();
    }
  });
});
