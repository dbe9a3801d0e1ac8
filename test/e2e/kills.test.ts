import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { registerParams } from "../background/register.ts";
import { BROWSERS } from "./harness/browsers.ts";
import { find, press, seeText } from "./harness/byName.ts";
import { type Gate, startGate } from "./harness/gate.ts";
import { createVault, finish, registerInWindow, typeWords, unlock, writeDown } from "./harness/steps.ts";
import { until } from "./harness/until.ts";
import { ask, call, resultOf, startWorld, type World } from "./world.ts";

const REGISTRATION = "/auth/registration/enduser";

describe.each(BROWSERS)("a registration in %s survives", (name) => {
  let world: World;
  let gate: Gate;
  let page: Page;
  let user = 0;
  const username = () => `kim${user}@example.com`;

  beforeAll(async () => {
    world = await startWorld(name);
    gate = await startGate(world.dfns.url);
    await createVault(world.browser);
  });
  afterAll(async () => {
    await gate.close();
    await world.close();
  });
  beforeEach(async () => {
    user += 1;
    gate.release();
    page = await world.browser.newPage(world.sites.good);
  });

  const params = async () => {
    const made = await registerParams(world.dfns, username());
    return { ...made, api: { ...made.api, url: gate.url } };
  };
  const approvalWindow = () => world.browser.waitForExtensionPage("approve.html");
  const accountsPage = () => world.browser.extensionPage("vault.html#/accounts");
  const registered = () => world.dfns.users().filter((one) => one.username === username() && one.registered);
  const toTheWords = async (window: Page) => {
    await press(window, "Approve");
    const words = await writeDown(window);
    await typeWords(window, words);
    return words;
  };

  it("a background killed between request and approval", async () => {
    const outcome = await ask(page, "dfns_register", await params());
    const window = await approvalWindow();
    await find(window, "button", "Approve");
    await world.browser.killBackground();
    await registerInWindow(window);
    expect(resultOf<{ user: { username: string } }>(await outcome()).user.username).toBe(username());
    expect(registered()).toHaveLength(1);
  });

  it("a background killed while the phrase is on the screen", async () => {
    const outcome = await ask(page, "dfns_register", await params());
    const window = await approvalWindow();
    await press(window, "Approve");
    await find(window, "list", "Recovery phrase");
    await world.browser.killBackground();
    const words = await writeDown(window);
    await world.browser.killBackground();
    await typeWords(window, words);
    await press(window, "Finish");
    await finish(window);
    resultOf(await outcome());
    expect(registered()).toHaveLength(1);
  });

  it("a background killed between approval and result: one registration, its account in the vault", async () => {
    gate.hold(REGISTRATION, "after");
    const outcome = await ask(page, "dfns_register", await params());
    const window = await approvalWindow();
    const before = gate.answered(REGISTRATION);
    await toTheWords(window);
    await press(window, "Finish");
    await until("the registration to arrive at Dfns", () => gate.answered(REGISTRATION) > before);
    await world.browser.killBackground();
    gate.release();
    await finish(window, { timeout: 30_000 });
    expect(await outcome()).toMatchObject({ error: { code: -32080, data: { reason: "answerLost" } } });
    expect(registered()).toHaveLength(1);
    const { accounts } = resultOf<{ accounts: { username: string; credentials: { credId: string }[] }[] }>(
      await call(page, "dfns_connect"),
    );
    const mine = accounts.find((account) => account.username === username());
    expect(mine?.credentials[0]?.credId).toBe(registered()[0]?.credentials[0]?.credId);
  });

  it("a browser killed between approval and answer", async () => {
    gate.hold(REGISTRATION, "after");
    await ask(page, "dfns_register", await params());
    const window = await approvalWindow();
    const before = gate.answered(REGISTRATION);
    await toTheWords(window);
    await press(window, "Finish");
    await until("the registration to arrive at Dfns", () => gate.answered(REGISTRATION) > before);
    await world.browser.crash();
    gate.release();
    await world.browser.relaunch();
    const tab = await accountsPage();
    await unlock(tab);
    await seeText(tab, username(), { timeout: 20_000 });
    expect(registered()).toHaveLength(1);
    page = await world.browser.newPage(world.sites.good);
    const { accounts } = resultOf<{ accounts: { username: string; credentials: { credId: string }[] }[] }>(
      await call(page, "dfns_connect"),
    );
    const mine = accounts.find((account) => account.username === username());
    expect(mine?.credentials[0]?.credId).toBe(registered()[0]?.credentials[0]?.credId);
  });

  it("a browser killed while the phrase is on the screen: the next challenge brings the same words", async () => {
    await ask(page, "dfns_register", await params());
    const window = await approvalWindow();
    await press(window, "Approve");
    const words = await writeDown(window);
    await world.browser.crash();
    await world.browser.relaunch();
    const tab = await accountsPage();
    await unlock(tab);
    await seeText(tab, username());
    page = await world.browser.newPage(world.sites.good);
    const outcome = await ask(page, "dfns_register", await params());
    const again = await registerInWindow(await approvalWindow());
    expect(again.words).toEqual(words);
    resultOf(await outcome());
    expect(registered()).toHaveLength(1);
  });

  it("a page that reloads and asks the same again", async () => {
    const asked = await params();
    await ask(page, "dfns_register", asked);
    const window = await approvalWindow();
    await page.reload();
    const outcome = await ask(page, "dfns_register", asked);
    await registerInWindow(window);
    resultOf(await outcome());
    expect(registered()).toHaveLength(1);
  });
});
