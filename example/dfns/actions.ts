import { Hono } from "hono";
import { answerChallenge, assertionChallenge } from "./challenges.ts";
import type { Deps } from "./deps.ts";
import { refuse } from "./errors.ts";
import { newId } from "./ids.ts";
import { payloadHash, readBody, readCaller } from "./requests.ts";
import { type ActionInit, actionInit, assertions } from "./schemas.ts";
import { type ChallengeInfo, QUARTER_HOUR } from "./tokens.ts";

const describe = ({ host }: Deps, body: ActionInit): ChallengeInfo => ({
  payload: body.userActionPayload,
  method: body.userActionHttpMethod,
  path: body.userActionHttpPath,
  server: host(),
  summary: `Call ${body.userActionHttpMethod} ${body.userActionHttpPath}.`,
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
    const order = { purpose: "action", session, action, challengeInfo: describe(deps, body) } as const;
    return c.json(await assertionChallenge(deps, user, order));
  });
  app.post("/auth/action", async (c) => {
    const caller = await readCaller(c, deps);
    const { user, pending } = await answerChallenge(deps, "action", await readBody(c, assertions));
    if (pending.session !== caller.session) refuse("challengeInvalid", "it was issued for another token");
    const order = { kind: "UserAction", subject: user, seconds: QUARTER_HOUR } as const;
    const { jti, token } = await deps.tokens.issue(order);
    deps.state.userActions.set(jti, { ...pending.action, userId: user.id, used: false });
    return c.json({ userAction: token });
  });
  return app;
}
