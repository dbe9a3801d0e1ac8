// What the page does after a registration, in Node, with a Countersign that says yes to everything.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sentence } from "../../example/dapp/api.ts";
import { login, send, sendSigned } from "../../example/dapp/signing.ts";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import type { Provider } from "../../src/client/index.ts";
import * as client from "./client.ts";
import { fresh } from "./registering.ts";

let dfns: LocalDfns;
beforeAll(async () => {
  dfns = await startDfns();
});
afterAll(() => dfns.close());

type Answer = (params: client.Json) => Promise<unknown>;

const text = (value: unknown): string => String(value);

/** The methods that the page uses, each answered at once with `key`. */
function consenting(key: client.Key, asked: string[]): Provider {
  const firstFactor = (challenge: client.Json) => client.keyFactor(key, text(challenge.challenge));
  const methods: Readonly<Record<string, Answer>> = {
    async dfns_login({ username }) {
      const { body } = await client.send(dfns, "POST", "/auth/login/init", { orgId: dfns.orgId, username });
      const { challengeIdentifier } = body;
      const answer = { challengeIdentifier, firstFactor: firstFactor(body) };
      return (await client.send(dfns, "POST", "/auth/login", answer)).body;
    },
    async dfns_signAction({ authToken, method, path, payload }) {
      const call = { method: text(method), path: text(path), payload: text(payload) };
      return { userAction: await client.signAction(dfns, text(authToken), key, call) };
    },
    async dfns_sign({ challenge }) {
      return { firstFactor: firstFactor(challenge as client.Json) };
    },
  };
  return {
    request({ method, params }: { method: string; params: client.Json }) {
      asked.push(method);
      return methods[method]?.(params);
    },
  } as unknown as Provider;
}

async function loggedIn() {
  const username = fresh();
  const { key, answer } = await client.register(dfns, username);
  const asked: string[] = [];
  const provider = consenting(key, asked);
  const session = await login(provider, { url: dfns.url, orgId: dfns.orgId }, username);
  const transfersPath = `/wallets/${answer.body.wallets[0]?.id}/transfers`;
  const transfers = async (): Promise<readonly client.Json[]> =>
    (await client.send(dfns, "GET", transfersPath, undefined, session.token)).body.items;
  return { transfersPath, provider, session, asked, transfers };
}

const HUNDREDTH = { kind: "Native", amount: "10000000000000000" };

describe("the example page", () => {
  test("logs in and sends 0.01 ETH of the first wallet, the vault signing the action", async () => {
    const { provider, session, asked, transfers } = await loggedIn();
    expect(await sendSigned(provider, session)).toMatchObject({ status: "Pending", requestBody: HUNDREDTH });
    expect(await transfers()).toHaveLength(1);
    expect(asked).toEqual(["dfns_login", "dfns_signAction"]);
  });

  test("says in Dfns' words why a transfer was refused", async () => {
    const { provider, session, transfersPath } = await loggedIn();
    const body = { error: { message: "not today" } };
    dfns.fail({ path: transfersPath, method: "POST" }, { status: 403, body });
    const refused: unknown = await sendSigned(provider, session).catch((error: unknown) => error);
    expect(sentence(refused)).toBe("Dfns refused (403): not today");
    await client.send(dfns, "PUT", "/auth/logout", {}, session.token);
    const late: unknown = await sendSigned(provider, session).catch((error: unknown) => error);
    expect(sentence(late)).toBe("Dfns refused (401): user token is missing or invalid");
  });

  test("sends 0.01 ETH with CountersignSigner under the stock SDK", async () => {
    const { provider, session, asked, transfers } = await loggedIn();
    expect(await send(provider, session)).toMatchObject({ status: "Pending", requestBody: HUNDREDTH });
    expect(await transfers()).toHaveLength(1);
    expect(asked).toEqual(["dfns_login", "dfns_sign"]);
  });
});
