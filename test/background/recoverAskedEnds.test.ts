import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { service } from "../example/client.ts";
import { confirmNewWords, oldSignsIn, recoverParams } from "./recovering.ts";
import { openStage, type Scene, SITE, type Stage } from "./recoverScene.ts";
import { approveShown } from "./register.ts";
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

describe("what is refused", () => {
  const request = async (change: (params: Awaited<ReturnType<typeof recoverParams>>) => object) =>
    scene.site.request("dfns_recover", change(await recoverParams(stage.dfns, scene.jane)));
  const recoveryMessage = Buffer.from('{"firstFactorCredential":{}}').toString("base64url");

  it.each<[string, number, string, (params: Awaited<ReturnType<typeof recoverParams>>) => object]>([
    [
      "another API host",
      -32602,
      "invalidParams",
      (params) => ({ ...params, api: { url: "https://evil.example", orgId: "o" } }),
    ],
    [
      "a first factor of a deprecated kind",
      4200,
      "unsupportedKind",
      (params) => ({ ...params, firstFactor: "Password" }),
    ],
    [
      "a kind that the challenge does not take",
      4200,
      "unsupportedKind",
      ({ challenge, ...rest }) => ({
        ...rest,
        challenge: { ...challenge, supportedCredentialKinds: { firstFactor: ["Totp"], secondFactor: [] } },
      }),
    ],
    ["unknown params", -32602, "invalidParams", (params) => ({ ...params, wallets: [] })],
    [
      "a challenge without the recovery credentials",
      -32602,
      "invalidParams",
      ({ challenge: { allowedRecoveryCredentials: _, ...challenge }, ...rest }) => ({ ...rest, challenge }),
    ],
    [
      "a challenge that names no recovery credential",
      4100,
      "noCredential",
      ({ challenge, ...rest }) => ({ ...rest, challenge: { ...challenge, allowedRecoveryCredentials: [] } }),
    ],
    [
      "a challenge that is itself a recovery message",
      -32602,
      "invalidParams",
      ({ challenge, ...rest }) => ({ ...rest, challenge: { ...challenge, challenge: recoveryMessage } }),
    ],
  ])("%s is, before anyone is asked", async (_what, code, reason, change) => {
    await expect(request(change)).rejects.toMatchObject({ code, data: { reason } });
    expect(scene.world.shown).toEqual([]);
  });

  it("a challenge that has expired is, on arrival and in the tab", async () => {
    const params = await recoverParams(stage.dfns, scene.jane);
    scene.world.time += 16 * 60 * 1000;
    await expect(scene.site.request("dfns_recover", params)).rejects.toMatchObject({ code: -32081 });
    const { answer } = await scene.inTab();
    scene.world.time += 16 * 60 * 1000;
    await expect(scene.open()).rejects.toMatchObject({ data: { reason: "challengeExpired" } });
    await scene.world.sweep();
    await expect(answer).rejects.toMatchObject({ code: -32081, data: { reason: "challengeExpired" } });
    expect(await scene.step()).toBe("expired");
    await scene.world.page("recover.discard");
    expect(await scene.step()).toBe("start");
  });

  it("a challenge for another recovery credential opens nothing, whatever is typed", async () => {
    const params = await recoverParams(stage.dfns, scene.jane);
    const [kit] = params.challenge.allowedRecoveryCredentials;
    const other = { ...kit, id: "c29tZWJvZHkgZWxzZSdzIGtpdCBvbiBwYXBlcg" };
    const challenge = { ...params.challenge, allowedRecoveryCredentials: [other] };
    const answer = scene.site.request("dfns_recover", { ...params, challenge });
    answer.catch(() => undefined);
    await vi.waitFor(() => expect(scene.world.shown).toHaveLength(1));
    await approveShown(scene.world);
    expect(await scene.open()).toEqual({ outcome: "otherKit" });
    expect(await scene.step()).toBe("phrase");
    await scene.world.page("recover.discard");
    await expect(answer).rejects.toMatchObject({ code: 4001, data: { reason: "userRejected" } });
    expect((await scene.world.page("vault.overview")).accounts).toEqual([]);
  });

  it("the person's no is final, in the window and in the tab", async () => {
    const first = await scene.asked();
    await scene.world.page("approval.reject", { id: scene.world.shown.at(-1) ?? "" });
    await expect(first.answer).rejects.toMatchObject({ code: 4001, data: { reason: "userRejected" } });
    const second = await scene.ready();
    await scene.world.page("recover.discard");
    await expect(second.answer).rejects.toMatchObject({ code: 4001, data: { reason: "userRejected" } });
    expect(await scene.step()).toBe("start");
  });

  it("Dfns' no reaches the site at once, and the same words serve the next challenge", async () => {
    const { answer, words } = await scene.ready();
    stage.dfns.fail(
      { path: "/auth/recover/user", times: 1 },
      { status: 400, body: { error: { message: "Not today." } } },
    );
    await scene.finish();
    await expect(answer).rejects.toMatchObject({
      code: -32080,
      data: { status: 400, message: "Not today." },
    });
    expect(await scene.world.page("recover.show")).toMatchObject({
      step: "refused",
      refusal: { status: 400 },
    });
    await scene.inTab();
    await scene.open();
    expect((await scene.world.page("recover.phrase")).words).toEqual(words);
  });
});

describe("a recovery that is interrupted", () => {
  it.each(["phrase", "newPhrase", "words", "ready"] as const)("by the worker at %s goes on", async (at) => {
    const { answer } = await scene.inTab();
    scene.world.restartWorker();
    await scene.world.resume();
    if (at !== "phrase") await scene.open();
    if (at === "words") await scene.world.page("recover.step", { step: at });
    if (at === "ready") await confirmNewWords(scene.world);
    scene.world.restartWorker();
    await scene.world.resume();
    expect(await scene.step()).toBe(at);
    if (at === "phrase") await scene.open();
    if (at !== "ready") await confirmNewWords(scene.world);
    await scene.finish();
    await expect(answer).resolves.toMatchObject({ user: { username: scene.jane.username } });
    await scene.expectOneAccount();
  });

  it("by the lock asks for the vault password and goes on where it was", async () => {
    const { answer, words } = await scene.ready();
    await scene.world.page("vault.lock");
    await scene.world.page("vault.unlock", { password: PASSWORD });
    expect(await scene.world.page("recover.show")).toMatchObject({ step: "ready", origin: SITE });
    expect((await scene.world.page("recover.phrase")).words).toEqual(words);
    await scene.finish();
    await expect(answer).resolves.toMatchObject({ user: { username: scene.jane.username } });
  });

  it("by the end of the browser goes on without the page", async () => {
    const { words } = await scene.ready();
    scene.world.restartBrowser();
    await scene.world.page("vault.unlock", { password: PASSWORD });
    expect(await scene.world.page("recover.show")).toMatchObject({
      step: "ready",
      origin: SITE,
      firstFactors: ["Key"],
    });
    expect((await scene.world.page("recover.phrase")).words).toEqual(words);
    await scene.finish();
    await scene.over();
    await scene.expectOneAccount();
  });

  it("by a lost answer is kept, and the site hears of it", async () => {
    const { answer } = await scene.ready();
    stage.dfns.fail({ path: "/auth/recover/user" }, "loseAnswer");
    await scene.finish();
    await expect(answer).rejects.toMatchObject({ code: -32080, data: { reason: "answerLost" } });
    await scene.over();
    await scene.expectOneAccount();
  });

  it("by a lost network keeps the keys, and a later look settles it", async () => {
    const { answer } = await scene.ready();
    const { fetch } = scene.world;
    scene.world.fetch = async () => Promise.reject(new TypeError("offline"));
    await scene.finish();
    await expect(answer).rejects.toMatchObject({ code: -32080, data: { reason: "apiError", status: 0 } });
    expect(await scene.step()).toBe("lost");
    scene.world.fetch = fetch;
    await scene.world.page("recover.retry");
    await scene.over();
    await scene.expectOneAccount();
  });

  it.each([false, true])(
    "while it is sent is settled by asking Dfns (it had accepted: %s)",
    async (accepted) => {
      const { answer } = await scene.ready();
      const { fetch } = scene.world;
      const sent = new Promise<void>((resolve) => {
        scene.world.fetch = async (input, init) => {
          if (!String(input).endsWith("/auth/recover/user")) return fetch(input, init);
          if (accepted) await fetch(input, init);
          resolve();
          return new Promise<Response>(() => undefined);
        };
      });
      await scene.finish();
      await sent;
      scene.world.restartWorker();
      scene.world.fetch = fetch;
      await scene.world.resume();
      if (accepted) await expect(answer).rejects.toMatchObject({ data: { reason: "answerLost" } });
      else await expect(answer).resolves.toMatchObject({ user: { username: scene.jane.username } });
      await scene.expectOneAccount();
    },
  );
});

it("the old kit and the old credential are worth nothing afterwards", async () => {
  expect(await oldSignsIn(stage.dfns, scene.jane)).toBe(true);
  const old = scene.jane.credentialId;
  const { answer } = await scene.ready();
  await scene.finish();
  await answer;
  const body = { username: scene.jane.username, credentialId: old };
  await expect(service(stage.dfns).auth.createDelegatedRecoveryChallenge({ body })).rejects.toMatchObject({
    httpStatus: 401,
  });
  expect(await oldSignsIn(stage.dfns, scene.jane)).toBe(false);
});
