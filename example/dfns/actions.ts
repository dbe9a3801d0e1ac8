import { Hono } from "hono";
import { answerChallenge } from "./answers.ts";
import { assertionChallenge } from "./assertions.ts";
import type { Deps } from "./deps.ts";
import { summarize } from "./describe.ts";
import { newId } from "./ids.ts";
import { payloadHash, readBody, readCaller } from "./requests.ts";
import { type ActionInit, actionInit, assertions } from "./schemas.ts";
import { type ChallengeInfo, QUARTER_HOUR } from "./tokens.ts";

const describe = ({ host }: Deps, body: ActionInit): ChallengeInfo => ({
  payload: body.userActionPayload,
  method: body.userActionHttpMethod,
  path: body.userActionHttpPath,
  server: host(),
  summary: summarize(body),
  nonce: newId("no"),
});

/** User action signing (protocol.md 1.3), for persons and service accounts alike. */
export function actionRoutes(deps: Deps): Hono {
  const app = new Hono();
  app.post("/auth/action/init", async (c) => {
    const { user, session } = await readCaller(c, deps);
    const body = await readBody(c, actionInit);
    const action = {
      method: body.userActionHttpMethod,
      path: body.userActionHttpPath,
      payloadHash: payloadHash(body.userActionPayload),
    };
    const challengeInfo = deps.challengeInfo && { challengeInfo: describe(deps, body) };
    const order = { purpose: "action", blobs: true, session, action, ...challengeInfo } as const;
    return c.json(await assertionChallenge(deps, user, order));
  });
  app.post("/auth/action", async (c) => {
    const { session } = await readCaller(c, deps);
    const body = await readBody(c, assertions);
    const { user, pending } = await answerChallenge(deps, "action", body, session);
    const order = { kind: "UserAction", subject: user, seconds: QUARTER_HOUR } as const;
    const { jti, token } = await deps.tokens.issue(order);
    deps.state.userActions.set(jti, { ...pending.action, userId: user.id, used: false });
    return c.json({ userAction: token });
  });
  return app;
}
