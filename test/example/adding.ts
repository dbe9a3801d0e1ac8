// Credentials that a user adds, for the tests of /auth/credentials.
import type { LocalDfns } from "../../example/dfns/server.ts";
import { newAuthenticator } from "./authenticator.ts";
import * as client from "./client.ts";
import { fresh } from "./registering.ts";

export type Person = Awaited<ReturnType<typeof client.register>> & { readonly username: string };
export const KINDS = ["Key", "PasswordProtectedKey", "RecoveryKey", "Fido2"] as const;
export type Kind = (typeof KINDS)[number];

export const person = async (dfns: LocalDfns): Promise<Person> => {
  const username = fresh();
  return { ...(await client.register(dfns, username)), username };
};

export function attestation(kind: Kind, challenge: string, key = client.newKey()): client.Json {
  if (kind === "Fido2") return newAuthenticator().create(challenge);
  const blob = kind === "Key" ? {} : { encryptedPrivateKey: "c2VhbGVk" };
  return { credentialKind: kind, credentialInfo: client.attest(key, challenge), ...blob };
}

/** The generated types of the SDK leave the challenge itself out. */
export const textOf = (challenge: unknown): string => (challenge as { readonly challenge: string }).challenge;

export async function begin(dfns: LocalDfns, { session }: Person, kind: Kind) {
  const { body } = await client.send(dfns, "POST", "/auth/credentials/init", { kind }, session);
  return { challenge: body, text: String(body.challenge), challengeIdentifier: body.challengeIdentifier };
}
