import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { send } from "../example/client.ts";
import { confirmNewWords, recoverParams } from "./recovering.ts";
import { openStage, type Scene, SITE, type Stage } from "./recoverScene.ts";
import { byCode, loseNetwork } from "./recoverTrouble.ts";
import { approveShown, TRAVEL } from "./register.ts";
import { PASSWORD } from "./world.ts";

let stage: Stage;
let scene: Scene;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.dfns.close());
beforeEach(async () => {
  scene = await stage.next();
});

const POST = "/auth/recover/user";
const LOOK = "/auth/login/init";
const OVER = 16 * 60 * 1000;
const show = () => scene.world.page("recover.show");
const pendings = async () => (await scene.world.page("vault.overview")).pending;
const oldKitIsGood = () => scene.credentials().some(({ credId }) => credId === scene.jane.credentialId);
const code = (credentialId?: string) => byCode(stage.dfns, scene, credentialId);

describe("a recovery that Dfns never had, once its time is over", () => {
  /** Nobody could be asked while there was time. */
  async function lost(ready: () => Promise<{ readonly words: readonly string[] }>) {
    const { words } = await ready();
    const mend = [POST, LOOK].map((path) => loseNetwork(scene.world, "been lost before the call", path));
    await scene.finish();
    await scene.over("lost");
    scene.world.time += OVER;
    return { words, mend: () => mend.map((one) => one()) };
  }

  it("is asked about until Dfns says no, then begins again by the old kit with the same new words", async () => {
    const { words, mend } = await lost(async () => ({ words: await code().ready() }));
    await expect(scene.world.page("recover.retry")).rejects.toMatchObject({ data: { status: 0 } });
    expect(await scene.step()).toBe("lost");
    mend();
    await scene.world.page("recover.retry");
    expect(await scene.step()).toBe("expired");
    await scene.world.page("recover.lines", { kit: "old" });
    const { url, orgId, username, credentialId } = code().lines;
    expect(await show()).toMatchObject({
      step: "start",
      account: { url, orgId, username, credentialId },
    });
    expect(await code().ready()).toEqual(words);
    await scene.finish();
    await scene.over();
    await scene.expectOneAccount();
    expect(await pendings()).toEqual([]);
  });

  it("begins again at the site with the same new words", async () => {
    const { words, mend } = await lost(() => scene.ready());
    mend();
    await scene.inTab();
    expect(await scene.open()).toEqual({ outcome: "right" });
    expect(await confirmNewWords(scene.world)).toEqual(words);
    await scene.finish();
    await scene.over();
    await scene.expectOneAccount();
    expect(await pendings()).toEqual([]);
  });

  it("can be discarded from the list then, and not before", async () => {
    const { mend } = await lost(() => scene.ready());
    const [row] = await pendings();
    expect(row).toMatchObject({ purpose: "recovery", state: "lost", live: false, origin: SITE });
    const recordId = row?.recordId ?? "";
    await expect(scene.world.page("pending.discard", { recordId })).rejects.toMatchObject({
      data: { reason: "apiError" },
    });
    mend();
    await scene.world.page("pending.discard", { recordId });
    expect([await pendings(), oldKitIsGood(), await scene.step()]).toEqual([[], true, "start"]);
  });
});

/** Each seals and opens several containers, which is slow by design. */
const PATIENCE = { timeout: 120_000 };

describe("a recovery with a password-protected key, of which Dfns lists nothing", PATIENCE, () => {
  const firstFactor = "PasswordProtectedKey";
  const choice = { firstFactor, password: TRAVEL };
  const newKit = async () => (await show()).made?.credentialId ?? "";

  it("that went through unheard is neither called refused nor given up, and is back by its new kit", async () => {
    await code().ready();
    const mend = loseNetwork(scene.world, "been lost after the call", POST);
    await scene.finish(choice);
    await scene.over("lost");
    mend();
    await scene.world.page("recover.retry");
    expect(await show()).toMatchObject({
      step: "lost",
      made: { isUnlisted: true },
      refusal: { status: 401 },
    });
    await expect(scene.world.page("recover.discard")).rejects.toMatchObject({
      data: { reason: "apiError" },
    });
    scene.world.time += OVER;
    const [row] = await pendings();
    await expect(
      scene.world.page("pending.discard", { recordId: row?.recordId ?? "" }),
    ).rejects.toMatchObject({ data: { reason: "apiError" } });
    const credentialId = await newKit();
    await scene.world.page("recover.lines", { kit: "new" });
    expect(await show()).toMatchObject({ step: "start", account: { credentialId } });
    await code(credentialId).code();
    await scene.over();
    await scene.expectOneAccount();
    expect(scene.credentials().map(({ kind }) => kind)).toEqual([firstFactor, "RecoveryKey"]);
  });

  it("that went through unheard keeps its keys when a site shows an older challenge", async () => {
    const old = await recoverParams(stage.dfns, scene.jane);
    await scene.ready({ submit: true, firstFactor });
    const mend = loseNetwork(scene.world, "been lost after the call", POST);
    await scene.finish(choice);
    await scene.over("lost");
    mend();
    const [kept] = await pendings();
    const shown = scene.world.shown.length;
    scene.site.request("dfns_recover", old).catch(() => undefined);
    await vi.waitFor(() => expect(scene.world.shown).toHaveLength(shown + 1), 10_000);
    await approveShown(scene.world);
    expect(await scene.open()).toEqual({ outcome: "right" });
    await scene.world.page("recover.discard");
    const credentialId = await newKitOf(kept?.recordId ?? "");
    await code(credentialId).code();
    await scene.over();
    await scene.expectOneAccount();
  });

  const newKitOf = async (recordId: string) => {
    await scene.world.page("recover.take", { recordId });
    return newKit();
  };

  it("that Dfns never had begins again by the old kit, which Dfns still takes", async () => {
    const words = await code().ready();
    const mend = loseNetwork(scene.world, "been lost before the call", POST);
    const hush = loseNetwork(scene.world, "been lost before the call", LOOK);
    await scene.finish(choice);
    await scene.over("lost");
    mend();
    hush();
    scene.world.time += OVER;
    await scene.world.page("recover.lines", { kit: "new" });
    await expect(code(await keptKit()).code()).rejects.toMatchObject({ data: { status: 401 } });
    expect(await code().ready()).toEqual(words);
    await scene.finish(choice);
    await scene.over();
    await scene.expectOneAccount();
    expect(await pendings()).toEqual([]);
  });

  const keptKit = async () => (await show()).account?.credentialId ?? "";
});

describe("a recovery handed over that is left", () => {
  async function handedOver() {
    const { answer, params } = await scene.ready({});
    await scene.finish();
    const bodies = await answer;
    await scene.over("handedOver");
    await scene.world.page("recover.leave");
    const [row] = await pendings();
    const token = params.challenge.temporaryAuthenticationToken;
    return { recordId: row?.recordId ?? "", complete: () => send(stage.dfns, "POST", POST, bodies, token) };
  }

  it("is listed with its site, is kept, and is an account once the site is through", async () => {
    const { recordId, complete } = await handedOver();
    expect(await pendings()).toMatchObject([
      { purpose: "recovery", state: "handedOver", live: true, origin: SITE, username: scene.jane.username },
    ]);
    await expect(scene.world.page("pending.discard", { recordId })).rejects.toMatchObject({
      data: { reason: "stale" },
    });
    await scene.world.page("recover.take", { recordId });
    expect(await scene.step()).toBe("handedOver");
    expect((await complete()).status).toBe(200);
    await scene.world.page("recover.retry");
    expect([await scene.step(), await pendings()]).toEqual(["done", []]);
    await scene.expectOneAccount();
  });

  it("can be looked into and discarded once its time is over", async () => {
    const { recordId } = await handedOver();
    scene.world.time += OVER;
    await scene.world.page("recover.take", { recordId });
    expect(await scene.step()).toBe("handedOver");
    await scene.world.page("recover.retry");
    expect([await scene.step(), oldKitIsGood()]).toEqual(["expired", true]);
    await scene.world.page("pending.discard", { recordId });
    expect([await pendings(), await scene.step()]).toEqual([[], "start"]);
  });

  it("is listed after a restart of the browser too", async () => {
    const { recordId } = await handedOver();
    scene.world.restartBrowser();
    await scene.world.page("vault.unlock", { password: PASSWORD });
    expect(await pendings()).toMatchObject([{ recordId, purpose: "recovery", state: "handedOver" }]);
  });
});

it("the lines that were typed are still there after Back, and after a recovery was given up", async () => {
  const { url, orgId, username, credentialId } = code().lines;
  const typed = { step: "start", account: { url, orgId, username, credentialId } };
  await scene.world.page("recover.start", code().lines);
  await scene.world.page("recover.discard");
  expect(await show()).toMatchObject(typed);
  await code().ready();
  await scene.world.page("recover.discard");
  expect(await show()).toMatchObject(typed);
  await scene.world.page("vault.lock");
  await scene.world.page("vault.unlock", { password: PASSWORD });
  expect(await show()).toMatchObject({ step: "start", account: null });
});
