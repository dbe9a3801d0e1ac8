/** The five flows that the background is killed in: what the site asks, what it does with the result, and what Dfns has counted. */
import { expect } from "vitest";
import { registerParams, WALLETS } from "../background/register.ts";
import type { Gate } from "./harness/gate.ts";
import type { Flow } from "./killPoints.ts";
import type { World } from "./world.ts";

export interface Question {
  readonly method: string;
  readonly params: unknown;
  readonly username: string;
  /** When the challenge runs out, in milliseconds since the epoch, once it is made. */
  readonly expiresAt: () => number;
  /** How the result reaches Dfns, where the site carries it there. */
  readonly deliver?: (result: unknown) => Promise<void>;
  /** Answers to this question that Dfns has accepted so far. */
  readonly signed: () => number;
}

export interface Account {
  readonly username: string;
  readonly token: string;
  readonly walletId: string;
}

/** The `exp` of a JWT, in milliseconds since the epoch. */
const endOf = (token: string): number =>
  JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()).exp * 1000;

/** First factor and recovery credential sign the one challenge of a registration. */
const OF_REGISTRATION = 2;

export function createFlows({ dfns }: Pick<World, "dfns">, gate: Gate) {
  let count = 0;
  const api = () => ({ url: gate.url, orgId: dfns.orgId });
  const post = (path: string, body: unknown, token = "") => {
    const headers = { "Content-Type": "application/json", Authorization: `Bearer ${token}` };
    return fetch(dfns.url + path, { method: "POST", headers, body: JSON.stringify(body) });
  };
  const handIn = async (path: string, body: unknown, token?: string) => {
    expect((await post(path, body, token)).status).toBe(200);
  };
  const registration = async (username: string, change: object = { submit: true }) => {
    const made = await registerParams(dfns, username, change);
    const challenge = made.challenge as typeof made.challenge & { temporaryAuthenticationToken: string };
    return { ...made, challenge, api: api() };
  };
  /** The identifier of the challenge that the vault opened last with this text in its question. */
  const opened = (path: string, text: string): string =>
    JSON.parse(gate.lastAnswer(path, text)).challengeIdentifier;
  const registering = async (change?: object) => {
    count += 1;
    const username = `kim${count}@example.com`;
    const params = await registration(username, change);
    const signed = () => dfns.signatures(username) / OF_REGISTRATION;
    const expiresAt = () => endOf(params.challenge.temporaryAuthenticationToken);
    return { method: "dfns_register", params, username, signed, expiresAt };
  };
  const by = ({ username }: Account) => {
    const before = dfns.signatures(username);
    return { username, signed: () => dfns.signatures(username) - before };
  };

  const questions: Readonly<Record<Flow, (account: Account) => Promise<Question>>> = {
    "register, submitted": () => registering(),
    "register, handed over": async () => {
      const asked = await registering({});
      const { temporaryAuthenticationToken } = asked.params.challenge;
      const deliver = (result: unknown) =>
        handIn(
          "/auth/registration/enduser",
          { ...(result as object), wallets: WALLETS },
          temporaryAuthenticationToken,
        );
      return { ...asked, deliver };
    },
    sign: async (account) => {
      const { username } = account;
      const init = await post("/auth/login/init", { orgId: dfns.orgId, username });
      const challenge = (await init.json()) as { challengeIdentifier: string };
      const { challengeIdentifier } = challenge;
      const deliver = (result: unknown) =>
        handIn("/auth/login", { challengeIdentifier, ...(result as object) });
      const expiresAt = () => endOf(challengeIdentifier);
      return { method: "dfns_sign", params: { challenge }, deliver, expiresAt, ...by(account) };
    },
    login: async (account) => ({
      method: "dfns_login",
      params: { api: api(), username: account.username },
      expiresAt: () => endOf(opened("/auth/login/init", account.username)),
      ...by(account),
    }),
    "sign an action": async (account) => {
      count += 1;
      const name = `savings ${count}`;
      const payload = JSON.stringify({ name });
      const action = { method: "PUT", path: `/wallets/${account.walletId}`, payload };
      return {
        method: "dfns_signAction",
        params: { api: api(), authToken: account.token, ...action },
        expiresAt: () => endOf(opened("/auth/action/init", name)),
        ...by(account),
      };
    },
  };
  return { registration, questions };
}
