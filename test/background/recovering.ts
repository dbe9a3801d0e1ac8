/** People whom Dfns knows already, with a recovery kit on paper, and what a site asks to bring them back. */
import { createPrivateKey, createPublicKey } from "node:crypto";
import type { LocalDfns } from "../../example/dfns/server.ts";
import { KINDS } from "../../src/core/kinds/index.ts";
import { newEntropy, phraseOf } from "../../src/core/recovery/phrase.ts";
import * as client from "../example/client.ts";
import vectors from "../vectors/core-containers.json";
import type { World } from "./world.ts";

/** A recovery key, sealed, and what its paper says. */
interface MadeKit {
  readonly key: client.Key;
  readonly sealed: string;
  readonly typed: string;
}

/** A key that lies somewhere as PKCS#8. */
export const keyOf = (pkcs8: Uint8Array, credId: string): client.Key => {
  const privateKey = createPrivateKey({ key: Buffer.from(pkcs8), format: "der", type: "pkcs8" });
  return { privateKey, publicKey: createPublicKey(privateKey), credId };
};

/** A kit of Countersign's own: twelve words. */
export async function ownKit(): Promise<MadeKit> {
  const entropy = newEntropy();
  const {
    secret,
    credId,
    encryptedPrivateKey = "",
  } = await KINDS.RecoveryKey.create({
    ...{ algorithm: "ES256", entropy },
  });
  return { key: keyOf(secret, credId), sealed: encryptedPrivateKey, typed: phraseOf(entropy).join(" ") };
}

/** Of the user name that the container is sealed for. */
export const OFFICIAL_USER = "jane@example.co";

/** The kit of Dfns' own dashboard in the vectors: a `D1-` code. */
export function officialKit(): MadeKit {
  const { pkcs8Hex, credIdOfSpki, keyFirst, recoveryCode } = vectors.official;
  return { key: keyOf(Buffer.from(pkcs8Hex, "hex"), credIdOfSpki), sealed: keyFirst, typed: recoveryCode };
}

/** Somebody who registered elsewhere. */
export interface Person {
  readonly username: string;
  /** The first factor that is lost. */
  readonly first: client.Key;
  readonly session: string;
  readonly credentialId: string;
  /** What stands on the paper: the words or the code. */
  readonly typed: string;
}

/** Registers a person at Dfns without any Countersign. */
export async function registerPerson(dfns: LocalDfns, username: string, kit: MadeKit): Promise<Person> {
  const { body: challenge } = await client.beginSocial(dfns, username);
  const first = client.newKey();
  const recovery = client.recoveryCredential(kit.key, challenge.challenge);
  const body = {
    firstFactorCredential: client.keyCredential(first, challenge.challenge),
    recoveryCredential: { ...recovery, encryptedPrivateKey: kit.sealed },
    wallets: client.WALLETS,
  };
  const token: string = challenge.temporaryAuthenticationToken;
  const answer = await client.send(dfns, "POST", "/auth/registration/enduser", body, token);
  const session = String(answer.body.authentication.token);
  return { username, first, session, credentialId: kit.key.credId, typed: kit.typed };
}

/** What a site's backend gets from Dfns for this person, as the page hands it to the provider. */
export async function recoverParams(
  dfns: LocalDfns,
  { username, credentialId }: Pick<Person, "username" | "credentialId">,
  change: object = { submit: true },
) {
  const body = { username, credentialId };
  const challenge = await client.service(dfns).auth.createDelegatedRecoveryChallenge({ body });
  return { api: { url: dfns.url, orgId: dfns.orgId }, challenge, ...change };
}

export const credentialsAt = (dfns: LocalDfns, { username }: Pick<Person, "username">) =>
  dfns.users().find((user) => user.username === username)?.credentials ?? [];

/** Whether Dfns still lets the first factor that is lost sign in. */
export const oldSignsIn = (dfns: LocalDfns, { username, first }: Person): Promise<boolean> =>
  signsIn(dfns, username, first);

/** Whether Dfns lets this key sign in, with code that is not Countersign's. */
export async function signsIn(dfns: LocalDfns, username: string, key: client.Key): Promise<boolean> {
  const { body } = await client.send(dfns, "POST", "/auth/login/init", { username, orgId: dfns.orgId });
  const firstFactor = client.keyFactor(key, body.challenge);
  const answer = { challengeIdentifier: body.challengeIdentifier, firstFactor };
  return (await client.send(dfns, "POST", "/auth/login", answer)).status === 200;
}

/** In the tab, once the old key is open: writes the new words down and types the three that are asked. */
export async function confirmNewWords(world: World): Promise<readonly string[]> {
  const { words } = await world.page("recover.phrase");
  await world.page("recover.step", { step: "words" });
  const { places } = await world.page("recover.show");
  await world.page("recover.confirm", { words: (places ?? []).map((place) => words[place - 1] ?? "") });
  return words;
}
