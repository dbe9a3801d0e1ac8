import type { AlgorithmName } from "../src/core/algorithms.ts";
import { base64url, fromBase64url, randomBytes } from "../src/core/bytes.ts";
import { recoveryBody } from "../src/core/dfns/recovery.ts";
import { registrationBody, registrationCredentials } from "../src/core/dfns/registration.ts";
import type {
  Api,
  CredentialAttestation,
  CredentialInfo,
  FactorKind,
  RegistrationChallenge,
  RegistrationCredentials,
  WalletRequest,
} from "../src/core/dfns/types.ts";
import { rpcError } from "../src/core/errors.ts";
import { KINDS } from "../src/core/kinds/index.ts";
import type { CreatedCredential } from "../src/core/kinds/kind.ts";
import { newEntropy } from "../src/core/recovery/phrase.ts";
import { openRecoveryContainer, sealContainer } from "../src/core/vault/container.ts";
import type { OldCredential, PendingRegistration, StoredCredential } from "../src/core/vault/pending.ts";

/** What the person approved, and until when Dfns takes it. */
export interface Registration {
  readonly api: Api;
  readonly origin: string;
  readonly challenge: RegistrationChallenge;
  readonly wallets: readonly WalletRequest[] | null;
  readonly submit: boolean;
  readonly expiresAt: number;
  readonly firstFactor: FactorKind;
  readonly secondFactor: FactorKind | null;
  /** The credential password, for a PasswordProtectedKey. */
  readonly password: string | null;
  /** For a recovery: the old credential, opened. */
  readonly old?: OldCredential;
  /** Earlier tries that stay as they are, because Dfns may have accepted them. */
  readonly leaves?: readonly string[];
}

/** What a credential is called until the person or the site names it. */
export const FIRST_FACTOR_NAME: Readonly<Record<FactorKind, string>> = {
  Key: "Vault key",
  PasswordProtectedKey: "Travel key",
  Fido2: "Passkey",
};
const SECOND_FACTOR_NAME: Readonly<Record<FactorKind, string>> = {
  Key: "Second vault key",
  PasswordProtectedKey: "Second travel key",
  Fido2: "Passkey",
};
export const RECOVERY_NAME = "Recovery kit";

function challengeMembers({ api, challenge, expiresAt, wallets, submit }: Registration) {
  return {
    api: { url: api.url, orgId: api.orgId },
    user: { id: challenge.user.id, name: challenge.user.name },
    token: challenge.temporaryAuthenticationToken,
    tokenExpiresAt: expiresAt,
    challenge: challenge.challenge,
    wallets,
    submit,
    places: randomPlaces(),
    body: null,
    state: "created",
    refusal: null,
  } as const;
}

/** New keys and words, or those of an earlier try; the word check is asked at new places. */
export async function prepared(
  registration: Registration,
  before: PendingRegistration | null,
  algorithm: AlgorithmName,
  createdAt: string,
): Promise<PendingRegistration> {
  const { firstFactor: first, secondFactor: second, password } = registration;
  const factor = (kind: FactorKind, known: StoredCredential | null | undefined, name: string) =>
    factorOf({ kind, known, name, password, algorithm });
  const kept = before ?? (await newRecovery(algorithm));
  return {
    entropy: kept.entropy,
    firstFactor: await factor(first, before?.firstFactor, FIRST_FACTOR_NAME[first]),
    secondFactor: second && (await factor(second, before?.secondFactor, SECOND_FACTOR_NAME[second])),
    recovery: kept.recovery,
    origin: registration.origin,
    ...challengeMembers(registration),
    confirmedAt: before?.confirmedAt ?? null,
    createdAt: before?.createdAt ?? createdAt,
    ...(registration.old && { old: registration.old }),
  };
}

/** The same with a first factor of that kind. @throws weakPassword for a PasswordProtectedKey without a password */
export async function withFirstFactor(
  pending: PendingRegistration,
  kind: FactorKind,
  password: string | null,
  algorithm: AlgorithmName,
): Promise<PendingRegistration> {
  const name = FIRST_FACTOR_NAME[kind];
  const known = pending.firstFactor;
  return { ...pending, firstFactor: await factorOf({ kind, known, name, password, algorithm }) };
}

/** The text to send: a registration, or a recovery that the old key signs. */
export async function bodyOf(pending: PendingRegistration): Promise<string> {
  const credentials = await credentialsOf(pending);
  const { old, wallets } = pending;
  if (old === undefined) return registrationBody(credentials, wallets ?? undefined);
  return recoveryBody(credentials, { ...old, secret: fromBase64url(old.secret) });
}

export async function newRecovery(
  algorithm: AlgorithmName,
): Promise<Pick<PendingRegistration, "entropy" | "recovery">> {
  const entropy = newEntropy();
  const recovery = stored(await KINDS.RecoveryKey.create({ algorithm, entropy }), RECOVERY_NAME);
  return { entropy: base64url(entropy), recovery: { ...recovery, secret: "" } };
}

/** The page's authenticator makes it after the words are confirmed, anew for every challenge. */
const NO_PASSKEY_YET = {
  kind: "Fido2",
  credId: "",
  algorithm: "",
  publicKey: "",
  secret: "",
  encryptedPrivateKey: null,
} as const;

/** The credential that the page's authenticator has made. */
export const passkeyOf = (
  { credId, clientData, attestationData }: CredentialInfo,
  rpId: string,
  name: string,
): StoredCredential => ({
  ...NO_PASSKEY_YET,
  credId,
  name,
  attestation: { clientData, attestationData, rpId },
});

/** Whether a passkey is still to be made before anything can be sent. */
export const needsPasskey = ({ firstFactor, secondFactor }: PendingRegistration): boolean =>
  [firstFactor, secondFactor].some((factor) => factor !== null && isUnmade(factor));

const isUnmade = ({ kind, attestation }: StoredCredential): boolean =>
  kind === "Fido2" && attestation === undefined;

/** The registration with the passkey that the page's authenticator has made. */
export function withPasskey(
  pending: PendingRegistration,
  passkey: CredentialInfo,
  rpId: string,
): PendingRegistration {
  const made = (factor: StoredCredential): StoredCredential =>
    isUnmade(factor) ? passkeyOf(passkey, rpId, factor.name) : factor;
  const { firstFactor, secondFactor } = pending;
  return { ...pending, firstFactor: made(firstFactor), secondFactor: secondFactor && made(secondFactor) };
}

/** A factor of that kind: the known one (a PasswordProtectedKey sealed again under the password just typed), or a new one. */
export async function factorOf({
  kind,
  known,
  name,
  password,
  algorithm,
}: {
  readonly kind: FactorKind;
  readonly known: StoredCredential | null | undefined;
  readonly name: string;
  readonly password: string | null;
  readonly algorithm: AlgorithmName;
}): Promise<StoredCredential> {
  if (kind === "Fido2") return { ...NO_PASSKEY_YET, name };
  if (kind === "Key") {
    return known?.kind === kind ? known : stored(await KINDS.Key.create({ algorithm }), name);
  }
  if (password === null) throw rpcError("weakPassword");
  if (known?.kind !== kind)
    return stored(await KINDS.PasswordProtectedKey.create({ algorithm, password }), name);
  const { credId, secret } = known;
  const plaintext = fromBase64url(secret);
  return { ...known, encryptedPrivateKey: await sealContainer({ kind, credId, plaintext, password }) };
}

function stored(created: CreatedCredential, name: string): StoredCredential {
  const { kind, credId, algorithm, publicKey, secret, encryptedPrivateKey } = created;
  return {
    kind,
    credId,
    algorithm,
    publicKey,
    secret: base64url(secret),
    encryptedPrivateKey: encryptedPrivateKey ?? null,
    name,
  };
}

/** All that signs the challenge, in Dfns' order; the recovery key comes out of its container for it. */
async function credentialsOf(pending: PendingRegistration): Promise<RegistrationCredentials> {
  const { firstFactor, secondFactor, recovery, challenge, entropy } = pending;
  return registrationCredentials({
    firstFactor: attestationOf(firstFactor, challenge),
    secondFactor: secondFactor ? attestationOf(secondFactor, challenge) : undefined,
    recovery: await recoveryAttestation(recovery, entropy, challenge),
  });
}

/** A recovery key comes out of its container to sign. `entropy`: of its phrase, base64url. */
export async function recoveryAttestation(
  recovery: StoredCredential,
  entropy: string,
  challenge: string,
): Promise<CredentialAttestation> {
  const container = recovery.encryptedPrivateKey ?? "";
  const opened = await openRecoveryContainer(container, recovery.credId, fromBase64url(entropy));
  return attestationOf(recovery, challenge, opened);
}

/** Signs the challenge, or gives what the page's authenticator made. @throws `stale` before a passkey is made */
export function attestationOf(
  credential: StoredCredential,
  challenge: string,
  secret: Uint8Array = fromBase64url(credential.secret),
): CredentialAttestation {
  const { kind, credId, algorithm, publicKey, encryptedPrivateKey, name } = credential;
  if (kind === "Fido2" || algorithm === "") return passkeyAttestation(credential);
  const created = { kind, credId, algorithm, publicKey, secret };
  const sealed = encryptedPrivateKey === null ? created : { ...created, encryptedPrivateKey };
  return KINDS[kind].attestationOf(sealed, challenge, name);
}

/** As the page's authenticator made it. @throws `stale` before that */
function passkeyAttestation({ credId, attestation, name }: StoredCredential): CredentialAttestation {
  if (attestation === undefined) throw rpcError("stale");
  const { clientData, attestationData } = attestation;
  return {
    credentialKind: "Fido2",
    credentialInfo: { credId, clientData, attestationData },
    credentialName: name,
  };
}

/** Three different places of twelve, ascending, unbiased. */
export function randomPlaces(): readonly [number, number, number] {
  const places = new Set<number>();
  while (places.size < 3) {
    const byte = randomBytes(1)[0] ?? 255;
    if (byte < 252) places.add(byte % 12);
  }
  const [a = 0, b = 1, c = 2] = [...places].sort((x, y) => x - y);
  return [a, b, c];
}
