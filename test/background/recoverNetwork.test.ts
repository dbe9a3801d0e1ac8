import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openStage, type Scene, type Stage } from "./recoverScene.ts";
import { byCode, loseNetwork, TROUBLES, type Trouble } from "./recoverTrouble.ts";

let stage: Stage;
let scene: Scene;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.dfns.close());
beforeEach(async () => {
  scene = await stage.next();
});

const lines = () => byCode(stage.dfns, scene).lines;
const code = () => ({ code: stage.dfns.codes(scene.jane.username).recovery });
const unanswered = (trouble: Trouble) => ({ data: { reason: "apiError", status: TROUBLES[trouble].status } });
const oldKitIsGood = () => scene.credentials().some(({ credId }) => credId === scene.jane.credentialId);
const every = Object.keys(TROUBLES) as Trouble[];

/** To the last button, and what the site is answered. */
const READY = {
  "by code": async () => ({ words: await byCode(stage.dfns, scene).ready(), answer: null }),
  "that a site asks for": async () => scene.ready(),
} as const;
const WAYS = Object.keys(READY) as (keyof typeof READY)[];

describe.each(every)("a recovery by code, where the network has %s", (trouble) => {
  it("at the call for the code goes on with the next call", async () => {
    const mend = loseNetwork(scene.world, trouble, "/auth/recover/user/code");
    await expect(scene.world.page("recover.start", lines())).rejects.toMatchObject(unanswered(trouble));
    expect([await scene.step(), oldKitIsGood()]).toEqual(["start", true]);
    mend();
    await scene.world.page("recover.start", lines());
    expect(await scene.step()).toBe("code");
  });

  it("at the call with the code goes on with another code", async () => {
    await scene.world.page("recover.start", lines());
    const mend = loseNetwork(scene.world, trouble, "/auth/recover/user/init");
    await expect(scene.world.page("recover.code", code())).rejects.toMatchObject(unanswered(trouble));
    expect([await scene.step(), oldKitIsGood()]).toEqual(["code", true]);
    mend();
    await byCode(stage.dfns, scene).ready();
    await scene.finish();
    await scene.over();
    await scene.expectOneAccount();
  });
});

describe.each(WAYS)("a recovery %s", (way) => {
  it.each(every)(
    "that is sent where the network has %s ends as Dfns says, or is sent again",
    async (trouble) => {
      const { answer } = await READY[way]();
      const mend = loseNetwork(scene.world, trouble, "/auth/recover/user");
      await scene.finish();
      const { acted, leads } = TROUBLES[trouble];
      await scene.over(leads);
      expect(oldKitIsGood()).toBe(!acted);
      const reason = acted ? "answerLost" : "apiError";
      if (answer) await expect(answer).rejects.toMatchObject({ code: -32080, data: { reason } });
      mend();
      if (!acted) await scene.world.page("recover.retry");
      await scene.over();
      await scene.expectOneAccount();
    },
  );

  describe.each(every)(
    "whose answer is lost, where Dfns is then asked over a network that has %s",
    (trouble) => {
      it.each<Trouble>(["been lost after the call", "been lost before the call"])(
        "(the first had %s) is neither thrown away nor called refused, and a later look settles it",
        async (first) => {
          await READY[way]();
          const mend = [
            loseNetwork(scene.world, first, "/auth/recover/user"),
            loseNetwork(scene.world, trouble, "/auth/login/init"),
          ];
          await scene.finish();
          await scene.over("lost");
          await expect(scene.world.page("recover.discard")).rejects.toMatchObject({
            data: { reason: "apiError" },
          });
          expect(await scene.step()).toBe("lost");
          for (const one of mend) one();
          await scene.world.page("recover.retry");
          await scene.over();
          await scene.expectOneAccount();
        },
      );
    },
  );
});
