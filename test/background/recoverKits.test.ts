import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { recoverParams } from "./recovering.ts";
import { openStage, type Scene, type Stage } from "./recoverScene.ts";
import { approveShown } from "./register.ts";

let stage: Stage;
let scene: Scene;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.dfns.close());
beforeEach(async () => {
  scene = await stage.next();
});

type Challenge = Awaited<ReturnType<typeof recoverParams>>["challenge"];
const STRANGER = "c29tZWJvZHkgZWxzZSdzIGtpdCBvbiBwYXBlcg";

/** A site's request whose challenge lists these kits instead. */
async function ask(
  credentialId: string,
  listed: (kits: Challenge["allowedRecoveryCredentials"]) => object[],
) {
  const params = await recoverParams(stage.dfns, { ...scene.jane, credentialId });
  const allowedRecoveryCredentials = listed(params.challenge.allowedRecoveryCredentials);
  const challenge = { ...params.challenge, allowedRecoveryCredentials };
  const answer = scene.site.request("dfns_recover", { ...params, challenge });
  answer.catch(() => undefined);
  return answer;
}

/** The kit that a first recovery has left in the vault. */
async function kitInVault() {
  const { answer, words } = await scene.ready();
  await scene.finish();
  await answer;
  await scene.over();
  await scene.world.page("recover.leave");
  const credId = scene.credentials().find(({ kind }) => kind === "RecoveryKey")?.credId ?? "";
  return { credId, phrase: words.join(" ") };
}

it("a challenge whose kits are all without a container is refused before anyone is asked", async () => {
  const asked = ask(scene.jane.credentialId, (kits) =>
    kits.map((kit) => ({ ...kit, encryptedRecoveryKey: "" })),
  );
  await expect(asked).rejects.toMatchObject({ code: 4100, data: { reason: "noCredential" } });
  expect(scene.world.shown).toEqual([]);
});

describe("a challenge that lists another kit than that of the vault", () => {
  const strangers = (kits: Challenge["allowedRecoveryCredentials"]) =>
    kits.map((kit) => ({ ...kit, id: STRANGER }));

  async function inTab(listed: typeof strangers) {
    const kit = await kitInVault();
    const shown = scene.world.shown.length;
    const answer = ask(kit.credId, listed);
    await vi.waitFor(() => expect(scene.world.shown).toHaveLength(shown + 1), 10_000);
    await approveShown(scene.world);
    return { ...kit, answer };
  }

  it("is shown like any other until the words are typed; then the site hears noCredential", async () => {
    const { answer, phrase, credId } = await inTab(strangers);
    const made = scene.signatures();
    expect(await scene.world.page("recover.show")).toMatchObject({ step: "phrase", kits: [STRANGER] });
    expect(await scene.world.page("recover.open", { phrase })).toEqual({ outcome: "otherKit" });
    await expect(answer).rejects.toMatchObject({ code: 4100, data: { reason: "noCredential" } });
    expect(await scene.world.page("recover.show")).toMatchObject({
      ...{ step: "notListed", kits: [STRANGER] },
      account: { credentialId: credId },
    });
    await expect(scene.world.page("recover.open", { phrase })).rejects.toMatchObject({
      data: { reason: "stale" },
    });
    expect([scene.signatures(), scene.credentials().some((one) => one.credId === credId)]).toEqual([
      made,
      true,
    ]);
    await scene.world.page("recover.leave");
    expect(await scene.step()).toBe("start");
  });

  it("stays open for another paper when the words are of no kit in the vault", async () => {
    const { answer } = await inTab(strangers);
    expect(await scene.open()).toEqual({ outcome: "otherKit" });
    expect(await scene.step()).toBe("phrase");
    await scene.world.page("recover.discard");
    await expect(answer).rejects.toMatchObject({ code: 4001 });
  });

  it("goes on where it lists that of the vault beside it", async () => {
    const { answer, phrase } = await inTab((kits) => [...strangers(kits), ...kits]);
    expect(await scene.open()).toEqual({ outcome: "otherKit" });
    expect(await scene.world.page("recover.open", { phrase })).toEqual({ outcome: "right" });
    await scene.world.page("recover.discard");
    await expect(answer).rejects.toMatchObject({ code: 4001 });
  });
});
