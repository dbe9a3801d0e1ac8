import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Dapp, startDapp } from "../../example/dapp/server.ts";
import { registerParams } from "../background/register.ts";
import { seriousFaultsInBothThemes } from "./axe.ts";
import { BROWSERS } from "./harness/browsers.ts";
import { enabled, fill, peek, press, seeText } from "./harness/byName.ts";
import { approve, createVault, finish, PASSWORD, registerInWindow, reject } from "./harness/steps.ts";
import { until } from "./harness/until.ts";
import { ask, resultOf, startWorld, type World } from "./world.ts";

const USER = "sam@example.com";
const TRAVEL = "orbit velvet tunnel maple shrimp canyon";

describe.each(BROWSERS)("a registered user in %s", (name) => {
  let world: World;
  let dapp: Dapp;
  let page: Page;
  const approvalWindow = () => world.browser.waitForExtensionPage("approve.html");

  beforeAll(async () => {
    world = await startWorld(name);
    dapp = await startDapp({ dfns: world.dfns });
    await createVault(world.browser);
    page = await world.browser.newPage(dapp.url);
    await fill(page, "Username", USER);
    await press(page, "Register");
    await registerInWindow(await approvalWindow());
    await seeText(page, "token");
  });
  afterAll(async () => {
    await dapp.close();
    await world.close();
  });

  it("signs in, verified, with one approval and one signature", async () => {
    const before = world.dfns.signatures(USER);
    await press(page, "Log in");
    const window = await approvalWindow();
    await seeText(window, "Sign in");
    await seeText(window, "Countersign opened this with Dfns itself.");
    await seeText(window, USER);
    await enabled(window, "button", "Approve");
    expect(await seriousFaultsInBothThemes(window)).toEqual([]);
    await approve(window);
    await seeText(page, "token");
    expect(world.dfns.signatures(USER) - before).toBe(1);
  });

  it("sends a transfer with the stock SDK, stated by the site", async () => {
    await press(page, "Send 0.01 ETH");
    const window = await approvalWindow();
    await seeText(window, "Stated by the site");
    await seeText(window, "Countersign cannot check that these details match what is signed.");
    await seeText(window, "0.01");
    await seeText(window, "Moves funds");
    await enabled(window, "button", "Approve");
    expect(await seriousFaultsInBothThemes(window)).toEqual([]);
    await approve(window);
    await seeText(page, "Pending");
  });

  it("sends a transfer that the vault opened, verified", async () => {
    await press(page, "Send (vault signs the action)");
    const window = await approvalWindow();
    await seeText(window, "Verified");
    await seeText(window, "Countersign opened this action itself. Dfns will run what you see here.");
    await seeText(window, "Full request");
    await enabled(window, "button", "Approve");
    expect(await seriousFaultsInBothThemes(window)).toEqual([]);
    await approve(window);
    await seeText(page, "Pending");
  });

  it("warns of a challenge that nobody can read, each time, and signs only after Approve", async () => {
    const site = await world.browser.newPage(world.sites.good);
    const connecting = await ask(site, "dfns_connect");
    const connect = await approvalWindow();
    await seeText(connect, USER);
    await (await connect.$('::-p-aria([role="checkbox"])'))?.click();
    await press(connect, "Approve");
    await seeText(connect, "Let another site use");
    await press(connect, "Approve");
    await finish(connect);
    resultOf(await connecting());
    const [credential] = world.dfns.users().find(({ username }) => username === USER)?.credentials ?? [];
    const challenge = {
      challenge: "Y2gtNzloaHQtbXJlb2stOGFwOHFtMmVpZWZ0amxhZw",
      challengeIdentifier: "not-readable",
      supportedCredentialKinds: [{ kind: "Key", factor: "either", requiresSecondFactor: false }],
      allowCredentials: { key: [{ id: credential?.credId }], webauthn: [] },
    };
    const signing = await ask(site, "dfns_sign", { challenge });
    const window = await approvalWindow();
    await seeText(window, "Sign something nobody can read");
    await seeText(window, "Countersign cannot tell what this code does.");
    await seeText(window, "Approve only if you started this yourself.");
    await enabled(window, "button", "Approve");
    expect(await seriousFaultsInBothThemes(window)).toEqual([]);
    await approve(window);
    expect(resultOf(await signing())).toMatchObject({ firstFactor: { kind: "Key" } });
    await site.close();
  });

  it("registers a password-protected key, and is asked for its password to sign", async () => {
    const site = await world.browser.newPage(world.sites.good);
    const params = await registerParams(world.dfns, "pat@example.com", {
      submit: true,
      firstFactor: "PasswordProtectedKey",
    });
    const registering = await ask(site, "dfns_register", params);
    const window = await approvalWindow();
    await enabled(window, "button", "Approve");
    await fill(window, "Credential password", PASSWORD);
    await fill(window, "Confirm credential password", PASSWORD);
    await press(window, "Approve");
    await seeText(window, "This is your vault password. Choose another one for this credential.");
    expect(await seriousFaultsInBothThemes(window)).toEqual([]);
    await fill(window, "Credential password", TRAVEL);
    await fill(window, "Confirm credential password", TRAVEL);
    await registerInWindow(window);
    const { authentication, wallets } = resultOf<{
      authentication: { token: string };
      wallets: { id: string }[];
    }>(await registering());
    const renaming = await ask(site, "dfns_signAction", {
      api: params.api,
      authToken: authentication.token,
      method: "PUT",
      path: `/wallets/${wallets[0]?.id}`,
      payload: JSON.stringify({ name: "savings" }),
    });
    const signing = await approvalWindow();
    await enabled(signing, "button", "Approve");
    await fill(signing, "Credential password", "not the right password");
    await press(signing, "Approve");
    await seeText(signing, "This password does not open “Travel key”.");
    expect(world.dfns.signatures("pat@example.com")).toBe(2);
    expect(await seriousFaultsInBothThemes(signing)).toEqual([]);
    await fill(signing, "Credential password", TRAVEL);
    await approve(signing);
    expect(resultOf(await renaming())).toMatchObject({ userAction: expect.any(String) });
    await site.close();
  });

  it("adds a credential with the stock SDK on the page", async () => {
    const credentials = () => world.dfns.users().find(({ username }) => username === USER)?.credentials;
    const before = credentials()?.length ?? 0;
    await press(page, "Add a credential");
    const making = await approvalWindow();
    await seeText(making, "Add a sign-in credential");
    await press(making, "Approve");
    await press(making, "Done");
    // The SDK asks for its signature at once, so that this window may go on with it, or another one open.
    const signing = await until("the request to sign", async () => {
      const window = await approvalWindow();
      return (await peek(window, "button", "Approve")) && window;
    });
    await approve(signing);
    await seeText(page, "credentialId");
    expect(credentials()).toHaveLength(before + 1);
  });

  it("sends nothing when the person rejects", async () => {
    const before = world.dfns.signatures(USER);
    await press(page, "Send (vault signs the action)");
    await reject(await approvalWindow());
    await seeText(page, /rejected/);
    expect(world.dfns.signatures(USER)).toBe(before);
  });
});
