import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { tryOn } from "../../background/rehearsals.ts";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import { spkiOfSecret } from "../../src/core/algorithms.ts";
import { base64url, fromHex } from "../../src/core/bytes.ts";
import vectors from "../vectors/core-containers.json";
import { DAPP, registerFrom } from "./register.ts";
import { createWorld, PASSWORD, type World } from "./world.ts";

const OTHER_KIT = "legal winner thank year wave sausage worth useful legal winner thank yellow";

describe("a rehearsal", () => {
  let dfns: LocalDfns;
  let world: World;
  let words: readonly string[];
  let accountId: string;
  const network = vi.fn(() => Promise.reject(new Error("no network in a rehearsal")));
  const rehearse = (phrase: string) => world.page("account.rehearse", { accountId, phrase });
  const account = async () => (await world.page("vault.overview", {})).accounts[0] ?? expect.unreachable();
  const kit = async () => {
    const { credentials } = await account();
    return credentials.find(({ kind }) => kind === "RecoveryKey") ?? expect.unreachable();
  };

  beforeAll(async () => {
    dfns = await startDfns();
  });
  afterAll(() => dfns.close());
  beforeEach(async () => {
    world = createWorld();
    await world.page("vault.create", { password: PASSWORD });
    const username = `${crypto.randomUUID()}@example.com`;
    ({ words } = await registerFrom(world, world.site(DAPP), dfns, { username }));
    await vi.waitFor(async () => expect((await account()).audit).not.toBeNull());
    accountId = (await account()).id;
    network.mockClear();
    world.fetch = network;
  });

  it("opens the recovery key with the words of the paper, notes the day and calls nobody", async () => {
    expect((await kit()).rehearsedAt).toBeNull();
    expect(await rehearse(`  ${words.join("   ").toUpperCase()} `)).toEqual({ outcome: "right" });
    expect((await kit()).rehearsedAt).toBe(new Date(world.time).toISOString());
    expect(network).not.toHaveBeenCalled();
  });

  it("says which word is not on the list, and notes nothing", async () => {
    const typed = words.map((word, i) => (i === 8 ? "zzyzx" : word)).join(" ");
    expect(await rehearse(typed)).toEqual({ outcome: "word", places: [9] });
    expect(await rehearse(words.slice(1).join(" "))).toEqual({ outcome: "count" });
    expect(await rehearse("D1-ABCDEF-GHJKL-M0PQR-3TUVW-XYZ23-456789")).toEqual({
      outcome: "code",
      places: [3],
    });
    expect(await kit()).toMatchObject({ rehearsedAt: null, rehearsalFailedAt: null });
    expect(network).not.toHaveBeenCalled();
  });

  it("tells words that do not belong together from the words of another kit, and notes both", async () => {
    expect(await rehearse(OTHER_KIT.replace("yellow", "zoo"))).toEqual({ outcome: "checksum" });
    expect((await kit()).rehearsalFailedAt).not.toBeNull();
    expect(await rehearse(OTHER_KIT)).toEqual({ outcome: "otherKit" });
    expect(await rehearse("D1-ABCDEF-GHJKL-MEPQR-3TUVW-XYZ23-456789")).toEqual({ outcome: "otherKit" });
    expect((await kit()).rehearsedAt).toBeNull();
    expect(await rehearse(words.join(" "))).toEqual({ outcome: "right" });
    expect((await kit()).rehearsalFailedAt).toBeNull();
    expect(network).not.toHaveBeenCalled();
  });

  it("survives a restart in its note", async () => {
    await rehearse(words.join(" "));
    world.restartBrowser();
    await world.page("vault.unlock", { password: PASSWORD });
    expect((await kit()).rehearsedAt).not.toBeNull();
  });

  it("needs an account with a kit, and an open vault", async () => {
    await expect(world.page("account.rehearse", { accountId: "x", phrase: OTHER_KIT })).rejects.toMatchObject(
      {
        data: { reason: "gone" },
      },
    );
    await world.page("vault.lock", {});
    await expect(rehearse(words.join(" "))).rejects.toMatchObject({ data: { reason: "locked" } });
  });
});

describe("a rehearsal of one of Dfns' own kits", () => {
  const {
    keyFirst,
    ivFirst,
    recoveryCode,
    usernameAsTyped: username,
    pkcs8Hex,
    credIdOfSpki,
  } = vectors.official;
  const publicKey = base64url(spkiOfSecret(fromHex(pkcs8Hex)));
  const kit = (change: object = {}) => ({
    text: keyFirst,
    credId: credIdOfSpki,
    username,
    publicKey,
    ...change,
  });

  it.each([
    ["key first", keyFirst],
    ["iv first", ivFirst],
  ])("opens the container with %s", async (_, text) => {
    expect(await tryOn([kit({ text })], recoveryCode.toLowerCase().replaceAll("-", " "))).toMatchObject({
      outcome: "right",
    });
  });

  it("finds the kit among several", async () => {
    const another = kit({ username: "someone@else.example" });
    expect(await tryOn([another, kit()], recoveryCode)).toEqual({ outcome: "right", opened: 1 });
  });

  it("fails for one wrong symbol, another user, and a key that is not the registered one", async () => {
    const wrongSymbol = recoveryCode.replace("ABCDEF", "ABCDEG");
    const other = base64url(fromHex(pkcs8Hex));
    expect(await tryOn([kit()], wrongSymbol)).toEqual({ outcome: "otherKit" });
    expect(await tryOn([kit({ username: "someone@else.example" })], recoveryCode)).toEqual({
      outcome: "otherKit",
    });
    expect(await tryOn([kit({ publicKey: other })], recoveryCode)).toEqual({ outcome: "otherKit" });
  });
});
