import type { LocalDfns } from "../../example/dfns/server.ts";
import * as client from "./client.ts";

let count = 0;
export const fresh = (): string => `user${++count}@example.co`;

/** A body that is accepted, and the token for it. */
export async function ready(dfns: LocalDfns) {
  const username = fresh();
  const { body: challenge } = await client.beginSocial(dfns, username);
  const text: string = challenge.challenge;
  const [first, recovery] = [client.newKey(), client.newKey()];
  const body: client.Json = {
    firstFactorCredential: client.keyCredential(first, text),
    recoveryCredential: client.recoveryCredential(recovery, text),
    wallets: client.WALLETS,
  };
  const post = (changed: client.Json, path = "/auth/registration/enduser") =>
    client.send(dfns, "POST", path, changed, challenge.temporaryAuthenticationToken);
  return { username, challenge, text, first, recovery, body, post };
}

export type Ready = Awaited<ReturnType<typeof ready>>;
