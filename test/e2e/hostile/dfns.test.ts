import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { registerParams } from "../../background/register.ts";
import { CHALLENGES, type HostileAnswer, ON_THE_WIRE, SLOW, says } from "../../hostile/answers.ts";
import { ACCOUNTS, RESULTS } from "../../hostile/results.ts";
import { type HostileDfns, startHostile } from "../../hostile/server.ts";
import { BROWSERS } from "../harness/browsers.ts";
import { fill, press, seeText, textOf, waitClosed } from "../harness/byName.ts";
import { approve, createVault, finish, registerInWindow, typeWords, writeDown } from "../harness/steps.ts";
import { renewIn } from "../recoverSteps.ts";
import { ask, type PageError, reasonOf, resultOf, startWorld, type World } from "../world.ts";

const USER = "jane@example.com";
const PATIENCE = { timeout: 30_000 };

const ALL: Readonly<Record<string, HostileAnswer>> = { ...ON_THE_WIRE, ...SLOW, ...CHALLENGES, ...RESULTS };

/** The nastiest of the answers that test/hostile tries, by method and by the call that is answered. */
const SIGNING: readonly (readonly [method: "dfns_login" | "dfns_signAction", path: string, what: string])[] =
  [
    ["dfns_login", "/auth/login/init", "a recovery message in escapes"],
    ["dfns_login", "/auth/login/init", "someone else's key"],
    ["dfns_login", "/auth/login/init", "10,000 credentials and ours"],
    ["dfns_login", "/auth/login/init", "a gzip bomb"],
    ["dfns_login", "/auth/login/init", "a redirect to plain http"],
    ["dfns_login", "/auth/login/init", "a refusal with secrets and bidi text"],
    ["dfns_login", "/auth/login/init", "nothing, and keeps the line"],
    ["dfns_signAction", "/auth/action/init", "a challenge that breaks out of the JSON"],
    ["dfns_signAction", "/auth/action/init", "another challenge than the identifier's"],
    ["dfns_signAction", "/auth/action/init", "a body without end"],
    ["dfns_signAction", "/auth/action/init", "a hundred thousand brackets"],
    ["dfns_login", "/auth/login", "a token under __proto__"],
    ["dfns_signAction", "/auth/action", "half an answer, and hangs up"],
  ];

/** What no person should have to read, and no page may show. */
const MACHINE = /undefined|null|NaN|\[object|Error\b|\{"|\u202e|[^\P{Cc}\n]/u;

describe.each(BROWSERS)("a hostile Dfns in %s", (name) => {
  let world: World;
  let hostile: HostileDfns;
  let page: Page;
  let token: string;
  let words: readonly string[];
  const approvalWindow = () => world.browser.waitForExtensionPage("approve.html", PATIENCE.timeout);
  const api = () => ({ url: hostile.url, orgId: world.dfns.orgId });
  const params = () => ({
    dfns_login: { api: api(), username: USER },
    dfns_signAction: {
      ...{ api: api(), authToken: token, method: "PUT", path: "/wallets/wa-1/tags" },
      payload: '{"tags":["a"]}',
    },
  });
  const lie = (path: string, answer: HostileAnswer | null, genuine: string | null = null) =>
    Object.assign(hostile, { path, answer, genuine });
  const user = (username: string) => world.dfns.users().find((one) => one.username === username);
  const registration = async (username: string) => ({
    ...(await registerParams(world.dfns, username)),
    api: api(),
  });
  /** What Dfns would say of a new or recovered account, were it not somebody else's. */
  const account = (username: string) =>
    JSON.stringify({
      credential: { uuid: "cr-1" },
      user: { id: user(username)?.id, username, orgId: world.dfns.orgId },
      authentication: { token: "eyJhbGciOiJub25lIn0.e30." },
      wallets: [],
    });
  const another = (username: string): [HostileAnswer | null, string] => [
    ACCOUNTS["another user's account"] ?? null,
    account(username),
  ];

  beforeAll(async () => {
    world = await startWorld(name);
    hostile = await startHostile(world.dfns.url);
    await createVault(world.browser);
    page = await world.browser.newPage(world.sites.good);
    const outcome = await ask(page, "dfns_register", await registration(USER));
    words = (await registerInWindow(await approvalWindow(), undefined, PATIENCE)).words;
    token = resultOf<{ authentication: { token: string } }>(await outcome()).authentication.token;
  });
  afterAll(async () => {
    hostile.close();
    await world.close();
  });
  beforeEach(() => lie("", null));

  it.each(SIGNING)("ends %s in plain words when %s answers with %s", async (method, path, what) => {
    const before = world.dfns.signatures(USER);
    const isOpening = path.endsWith("/init");
    lie(path, ALL[what] ?? null);
    const outcome = await ask(page, method, params()[method]);
    const window = await approvalWindow();
    if (!isOpening) await press(window, "Approve", PATIENCE);
    if (what in SLOW) await seeText(window, "Looking at the request", PATIENCE);
    const { error } = (await outcome(PATIENCE.timeout)) as { error: PageError };
    expect(["apiError", "noCredential", "answerLost"]).toContain(error.data.reason);
    await seeText(window, /This could not be finished|Dfns refused this/, PATIENCE);
    await seeText(window, "Go back to the site and try again.");
    expect(await textOf(window)).not.toMatch(MACHINE);
    expect(error.message).not.toMatch(MACHINE);
    expect(world.dfns.signatures(USER) - before).toBe(isOpening ? 0 : 1);
    await press(window, "Close");
    await waitClosed(window);
  });

  it("leads no call to another host, whatever is in it", async () => {
    const elsewhere = await startHostile(world.dfns.url);
    const heard = hostile.heard.length;
    lie("/auth/login", says("", 307, { Location: `${elsewhere.url}/auth/login` }));
    const outcome = await ask(page, "dfns_login", params().dfns_login);
    const window = await approvalWindow();
    await press(window, "Approve", PATIENCE);
    expect(reasonOf(await outcome(PATIENCE.timeout))).toBe("apiError");
    expect(hostile.heard.length).toBeGreaterThan(heard);
    expect(elsewhere.heard).toEqual([]);
    elsewhere.close();
    await press(window, "Close");
    await waitClosed(window);
  });

  it("gets no cookie back that it has set, here or as a page", async () => {
    const cookies = { "Set-Cookie": "watched=1; Path=/", "Content-Type": "application/json" };
    lie(
      "",
      says((genuine) => genuine, 200, cookies),
    );
    const visited = await world.browser.newPage(hostile.url);
    await visited.reload();
    expect(hostile.heard.at(-1)?.cookie).toBe("watched=1");
    await visited.close();
    await page.bringToFront();
    const heard = hostile.heard.length;
    for (let times = 0; times < 2; times++) {
      const outcome = await ask(page, "dfns_login", params().dfns_login);
      await approve(await approvalWindow(), PATIENCE);
      resultOf(await outcome(PATIENCE.timeout));
    }
    const calls = hostile.heard.slice(heard);
    expect(calls.length).toBeGreaterThanOrEqual(4);
    for (const { cookie } of calls) expect(cookie).toBeUndefined();
  });

  it("keeps the keys of a registration whose answer is another user's, until Dfns says yes itself", async () => {
    const username = "joe@example.com";
    const asked = await registration(username);
    lie("/auth/registration/enduser", ...another(username));
    const outcome = await ask(page, "dfns_register", asked);
    const window = await approvalWindow();
    await press(window, "Approve", PATIENCE);
    await typeWords(window, await writeDown(window));
    await press(window, "Finish");
    expect(reasonOf(await outcome(PATIENCE.timeout))).toBe("apiError");
    await seeText(window, "Dfns answered with something that does not fit this request.", PATIENCE);
    expect(await textOf(window)).not.toMatch(MACHINE);
    expect(user(username)?.registered).toBe(false);
    lie("", null);
    await press(window, "Try again");
    await finish(window, PATIENCE);
    expect(user(username)?.registered).toBe(true);
  });

  it("gets no signature of a recovery key for a challenge of something else, and is believed in the end only", async () => {
    const kit = () => user(USER)?.credentials.find(({ kind }) => kind === "RecoveryKey")?.credId ?? "";
    const old = kit();
    const tab = await world.browser.extensionPage("vault.html#/recover");
    await tab.bringToFront();
    const lines = { Username: USER, "Organisation ID": world.dfns.orgId, "API URL": hostile.url };
    for (const [label, value] of Object.entries({ ...lines, "Recovery credential ID": old }))
      await fill(tab, label, value, PATIENCE);
    await press(tab, "Continue");
    await seeText(tab, "Check your e-mail", PATIENCE);
    const before = world.dfns.signatures(USER);
    for (const what of ["a refusal in a megabyte of words", "two answers"]) {
      // Dfns never hears of it: it takes a code once.
      lie("/auth/recover/user/init", ALL[what] ?? null, "{}");
      await fill(tab, "E-mail code", world.dfns.codes(USER).recovery ?? "");
      await press(tab, "Continue");
      await seeText(
        tab,
        what === "two answers" ? "does not fit this request" : "does not accept this code",
        PATIENCE,
      );
      expect(await textOf(tab)).not.toMatch(MACHINE);
    }
    lie("", null);
    await press(tab, "Continue");
    await seeText(tab, "Type your recovery phrase", PATIENCE);
    expect(world.dfns.signatures(USER)).toBe(before);
    lie("/auth/recover/user", ...another(USER));
    await renewIn(tab, { username: USER, typed: words.join(" ") });
    await seeText(tab, /Dfns may have accepted this|Dfns refused the recovery/, PATIENCE);
    expect(await textOf(tab)).not.toMatch(MACHINE);
    expect(kit()).toBe(old);
    lie("", null);
    await press(tab, "Check now");
    await seeText(tab, `${USER} is back`, PATIENCE);
    expect(kit()).not.toBe(old);
    await tab.close();
  });
});
