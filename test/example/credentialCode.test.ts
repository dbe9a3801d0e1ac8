import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import { attestation, begin, type Person, person } from "./adding.ts";
import * as client from "./client.ts";

const { challengeInvalid, codeInvalid, userActionInvalid } = client.refusals;

let dfns: LocalDfns;
let now = Date.now();
beforeAll(async () => {
  dfns = await startDfns({ now: () => now });
});
afterAll(() => dfns.close());

describe("a credential code", () => {
  const issue = async (who: Person, expiration: unknown = Math.floor(now / 1000) + 50) =>
    client.signed(dfns, who, "POST", "/auth/credentials/code", { expiration });
  const init = (code: string) =>
    client.send(dfns, "POST", "/auth/credentials/code/init", { credentialKind: "Key", code });
  const verify = ({ body }: client.Answer) =>
    client.send(dfns, "POST", "/auth/credentials/code/verify", {
      ...attestation("Key", body.challenge),
      credentialName: "by code",
      challengeIdentifier: body.challengeIdentifier,
    });

  test("lives a minute at most", async () => {
    const who = await person(dfns);
    for (const wrong of [now + 61_000, now - 1, new Date(now + 61_000).toISOString(), "soon", 1.5, null]) {
      expect((await issue(who, wrong)).status).toBe(400);
    }
    const { body } = await issue(who, now + 60_000);
    now += 59_999;
    expect((await init(body.code)).status).toBe(200);
    now += 1;
    expect(await init(body.code)).toMatchObject(codeInvalid);
    expect(await init("AAA-AAA-AAA")).toMatchObject(codeInvalid);
  });

  test("makes one credential, whatever number of challenges it gave", async () => {
    const who = await person(dfns);
    const { body } = await issue(who);
    const [first, second] = [await init(body.code), await init(body.code)];
    expect((await verify(first)).status).toBe(200);
    expect(await verify(second)).toMatchObject(challengeInvalid);
    expect(await init(body.code)).toMatchObject(codeInvalid);
  });

  test("and a session are two ways that do not mix", async () => {
    const who = await person(dfns);
    const { challenge } = await begin(dfns, who, "Key");
    expect(await verify({ status: 200, body: challenge })).toMatchObject(challengeInvalid);
    const { body } = await issue(who);
    const byCode = (await init(body.code)).body;
    const mixed = {
      ...attestation("Key", byCode.challenge),
      credentialName: "mixed",
      challengeIdentifier: byCode.challengeIdentifier,
    };
    expect(await client.signed(dfns, who, "POST", "/auth/credentials", mixed)).toMatchObject(
      challengeInvalid,
    );
  });

  test("needs a user action", async () => {
    const { session } = await person(dfns);
    const body = { expiration: now + 1000 };
    expect(await client.send(dfns, "POST", "/auth/credentials/code", body, session)).toMatchObject(
      userActionInvalid,
    );
  });
});
