import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import { approveShown, confirmWords, registerParams } from "./register.ts";
import { createWorld, PASSWORD, type World } from "./world.ts";

const SITE = "https://app.acme.finance";
const USERNAME = "jane@example.com";

let dfns: LocalDfns;
let world: World;
/** The kit on the person's paper. */
let paper: { readonly words: readonly string[]; readonly credentialId: string };
beforeEach(async () => {
  world = createWorld();
  dfns = await startDfns({ now: () => world.time });
  await world.page("vault.create", { password: PASSWORD });
  const site = world.site(SITE);
  const answer = site.request("dfns_register", await registerParams(dfns, USERNAME));
  await vi.waitFor(() => expect(world.shown).toHaveLength(1), 10_000);
  const words = await confirmWords(world, await approveShown(world));
  await answer;
  paper = { words, credentialId: credentials().find(({ kind }) => kind === "RecoveryKey")?.credId ?? "" };
  world = createWorld();
  await world.page("vault.create", { password: PASSWORD });
});
afterEach(() => dfns.close());

const user = () => dfns.users().find(({ username }) => username === USERNAME);
const credentials = () => user()?.credentials ?? [];
const step = async () => (await world.page("recover.show")).step;
const lines = () => ({
  ...{ username: USERNAME, orgId: dfns.orgId, url: dfns.url, credentialId: paper.credentialId },
});

async function begin() {
  await world.page("recover.start", lines());
  await world.page("recover.code", { code: dfns.codes(USERNAME).recovery });
}

async function confirm(): Promise<readonly string[]> {
  const { words } = await world.page("recover.phrase");
  await world.page("recover.step", { step: "words" });
  const { places } = await world.page("recover.show");
  const typed = (places ?? []).map((place) => words[place - 1]);
  expect(await world.page("recover.confirm", { words: typed })).toEqual({ right: true });
  return words;
}

async function ready(): Promise<readonly string[]> {
  await begin();
  expect(await world.page("recover.open", { phrase: paper.words.join(" ") })).toEqual({ outcome: "right" });
  return confirm();
}

const finish = (choice: object = { firstFactor: "Key" }) => world.page("recover.finish", choice);
const over = (last = "done") => vi.waitFor(async () => expect(await step()).toBe(last), 10_000);

/** What the vault holds is what Dfns lists, and an old credential serves nobody. */
async function expectOneAccount() {
  const { accounts, pending } = await world.page("vault.overview", {}, "vault");
  expect(pending).toEqual([]);
  expect(accounts).toHaveLength(1);
  const valid = accounts[0]?.credentials.filter(({ invalidAt }) => invalidAt === null) ?? [];
  expect(valid.map(({ credId }) => credId).sort()).toEqual(
    credentials()
      .map(({ credId }) => credId)
      .sort(),
  );
}

async function unlocked() {
  await world.page("vault.unlock", { password: PASSWORD });
}

describe("a recovery by code", () => {
  it("goes through the steps of Dfns, and brings the account back with new credentials alone", async () => {
    expect(await step()).toBe("start");
    await world.page("recover.start", lines());
    expect(await step()).toBe("code");
    const before = credentials();
    const words = await ready();
    expect(await step()).toBe("ready");
    expect(credentials()).toEqual(before);
    expect(words).not.toEqual(paper.words);
    await finish();
    await over();
    const after = credentials().map(({ credId }) => credId);
    expect(after.filter((id) => before.some(({ credId }) => credId === id))).toEqual([]);
    await expectOneAccount();
    await world.page("recover.leave");
    expect(await step()).toBe("start");
  });

  it("makes a password-protected first factor on request, with a password of its own", async () => {
    await ready();
    const firstFactor = "PasswordProtectedKey";
    await expect(finish({ firstFactor })).rejects.toMatchObject({ data: { reason: "weakPassword" } });
    await finish({ firstFactor, password: "orchid lantern pebble sketch tunnel wagon" });
    await over();
    expect(credentials().map(({ kind }) => kind)).toEqual([firstFactor, "RecoveryKey"]);
  });

  it("opens the old key before anything is made, and says what is wrong with what was typed", async () => {
    await begin();
    const open = (phrase: string) => world.page("recover.open", { phrase });
    const [, ...rest] = paper.words;
    expect(await open(rest.join(" "))).toEqual({ outcome: "count" });
    expect(await open(["qqq", ...rest].join(" "))).toEqual({ outcome: "word", places: [1] });
    expect(await open("zoo ".repeat(12).trim())).toEqual({ outcome: "checksum" });
    expect(await open("legal winner thank year wave sausage worth useful legal winner thank yellow")).toEqual(
      {
        outcome: "otherKit",
      },
    );
    expect(await open("D1-ABCDEF-GHJKL-MEPQ0-3TUVW-XYZ23-456789")).toEqual({ outcome: "code", places: [3] });
    expect(await step()).toBe("phrase");
    const { accounts, pending } = await world.page("vault.overview", {}, "vault");
    expect([...accounts, ...pending]).toEqual([]);
  });

  it("hands on what Dfns says to a wrong code and to the id of a factor", async () => {
    await world.page("recover.start", lines());
    const wrong = world.page("recover.code", { code: "0000-0000-0000-0000" });
    await expect(wrong).rejects.toMatchObject({
      data: { reason: "apiError", status: 403, message: "Invalid code" },
    });
    const key = credentials().find(({ kind }) => kind === "Key")?.credId ?? "";
    await world.page("recover.start", { ...lines(), credentialId: key });
    const other = world.page("recover.code", { code: dfns.codes(USERNAME).recovery });
    await expect(other).rejects.toMatchObject({ data: { status: 401 } });
  });

  it("refuses a challenge without our recovery credential", async () => {
    const { fetch } = world;
    world.fetch = async (input, init) => {
      const response = await fetch(input, init);
      if (!String(input).endsWith("/recover/user/init")) return response;
      return Response.json({ ...(await response.json()), allowedRecoveryCredentials: [] });
    };
    await expect(begin()).rejects.toMatchObject({ data: { reason: "apiError", status: 200 } });
    expect(await step()).toBe("code");
  });
});

describe("a recovery that is killed", () => {
  it.each(["newPhrase", "words", "ready"] as const)("at %s goes on with the same words", async (at) => {
    await begin();
    await world.page("recover.open", { phrase: paper.words.join(" ") });
    const { words } = await world.page("recover.phrase");
    if (at === "ready") await confirm();
    else await world.page("recover.step", { step: at });
    world.restartWorker();
    expect(await step()).toBe(at);
    world.restartBrowser();
    await unlocked();
    expect(await step()).toBe(at === "ready" ? "ready" : "newPhrase");
    expect((await world.page("recover.phrase")).words).toEqual(words);
    if (at !== "ready") await confirm();
    expect(user()?.credentials.some(({ credId }) => credId === paper.credentialId)).toBe(true);
    await finish();
    await over();
    await expectOneAccount();
  });

  it.each(["/auth/recover/user/code", "/auth/recover/user/init"])(
    "before %s is answered leaves all as it was",
    async (path) => {
      dfns.fail({ path }, "drop");
      await expect(begin()).rejects.toMatchObject({ data: { reason: "apiError", status: 0 } });
      world.restartBrowser();
      await unlocked();
      expect(await step()).toBe("start");
      expect(credentials().some(({ credId }) => credId === paper.credentialId)).toBe(true);
    },
  );

  it.each([false, true])(
    "while it is sent is settled by asking Dfns (it had accepted: %s)",
    async (accepted) => {
      await ready();
      const { fetch } = world;
      const sent = new Promise<void>((resolve) => {
        world.fetch = async (input, init) => {
          if (!String(input).endsWith("/auth/recover/user")) return fetch(input, init);
          if (accepted) await fetch(input, init);
          resolve();
          return new Promise<Response>(() => undefined);
        };
      });
      await finish();
      await sent;
      expect(await step()).toBe("sending");
      world.restartBrowser();
      world.fetch = fetch;
      await unlocked();
      await vi.waitFor(expectOneAccount, 10_000);
    },
  );
});

describe("a lost answer", () => {
  it("to an accepted recovery leaves the account in the vault", async () => {
    await ready();
    const lift = dfns.fail({ path: "/auth/recover/user" }, "loseAnswer");
    await finish();
    await over();
    lift();
    await expectOneAccount();
  });

  it("while nothing is reachable keeps the keys, and a later look settles it", async () => {
    await ready();
    const { fetch } = world;
    world.fetch = async () => Promise.reject(new TypeError("offline"));
    await finish();
    await over("lost");
    world.fetch = fetch;
    await world.page("recover.retry");
    await over();
    await expectOneAccount();
  });

  it("is settled after the token has ended, when Dfns had accepted", async () => {
    await ready();
    const { fetch } = world;
    let sent = false;
    world.fetch = async (input, init) => {
      if (!sent && String(input).endsWith("/auth/recover/user")) {
        sent = true;
        await fetch(input, init);
      }
      throw new TypeError("offline");
    };
    await finish();
    await over("lost");
    world.fetch = fetch;
    world.time += 16 * 60 * 1000;
    await world.page("recover.retry");
    await over();
    await expectOneAccount();
  });
});

it("a recovery of an account that the vault still has ends its older credentials there", async () => {
  const words = await ready();
  await finish();
  await over();
  await world.page("recover.leave");
  const first = credentials();
  paper = { words, credentialId: first.find(({ kind }) => kind === "RecoveryKey")?.credId ?? "" };
  await ready();
  await finish();
  await over();
  await expectOneAccount();
  const overview = await world.page("vault.overview", {}, "vault");
  const listed = overview.accounts[0]?.credentials ?? [];
  const ended = listed.filter(({ invalidAt }) => invalidAt !== null);
  expect(ended.map(({ credId }) => credId).sort()).toEqual(first.map(({ credId }) => credId).sort());
  expect(ended.flatMap(({ origins }) => origins)).toEqual([]);
});

it("locking forgets what was begun and not opened", async () => {
  await begin();
  await world.page("vault.lock");
  await unlocked();
  expect(await step()).toBe("start");
});

it("an account that is back connects to a site in two steps, like any that the site did not register", async () => {
  await ready();
  await finish();
  await over();
  const answer = world.site(SITE).request("dfns_connect");
  await vi.waitFor(() => expect(world.shown).toHaveLength(1), 10_000);
  const [account] = (await world.page("vault.overview")).accounts;
  await approveShown(world, { accounts: [account?.id] });
  await approveShown(world);
  await expect(answer).resolves.toMatchObject({ accounts: [{ username: USERNAME }] });
});
