import type { AlgorithmName } from "../src/core/algorithms.ts";
import { base64url, fromBase64url, randomBytes } from "../src/core/bytes.ts";
import { registrationCredentials } from "../src/core/dfns/registration.ts";
import type {
  Api,
  RegistrationChallenge,
  RegistrationCredentials,
  WalletRequest,
} from "../src/core/dfns/types.ts";
import { rpcError } from "../src/core/errors.ts";
import { KINDS } from "../src/core/kinds/index.ts";
import type { CreatedCredential } from "../src/core/kinds/kind.ts";
import { newEntropy } from "../src/core/recovery/phrase.ts";
import { openRecoveryContainer, sealContainer } from "../src/core/vault/container.ts";
import type { PendingRegistration, StoredCredential } from "../src/core/vault/pending.ts";

/** What the person approved, and until when Dfns takes it. */
export interface Registration {
  readonly api: Api;
  readonly origin: string;
  readonly challenge: RegistrationChallenge;
  readonly wallets: readonly WalletRequest[] | null;
  readonly submit: boolean;
  readonly expiresAt: number;
  readonly firstFactor: HeldKind;
  readonly secondFactor: HeldKind | null;
  /** The credential password, for a PasswordProtectedKey. */
  readonly password: string | null;
}

/** Kinds whose keys the vault holds itself. */
export type HeldKind = "Key" | "PasswordProtectedKey";

const FIRST_FACTOR_NAME: Readonly<Record<HeldKind, string>> = {
  Key: "Vault key",
  PasswordProtectedKey: "Travel key",
};
const SECOND_FACTOR_NAME: Readonly<Record<HeldKind, string>> = {
  Key: "Second vault key",
  PasswordProtectedKey: "Second travel key",
};
const RECOVERY_NAME = "Recovery kit";

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
  const factor = (kind: HeldKind, known: StoredCredential | null | undefined, name: string) =>
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
  };
}

async function newRecovery(
  algorithm: AlgorithmName,
): Promise<Pick<PendingRegistration, "entropy" | "recovery">> {
  const entropy = newEntropy();
  const recovery = stored(await KINDS.RecoveryKey.create({ algorithm, entropy }), RECOVERY_NAME);
  return { entropy: base64url(entropy), recovery: { ...recovery, secret: "" } };
}

/** A factor of that kind: the known one (a PasswordProtectedKey sealed again under the password just typed), or a new one. */
async function factorOf({
  kind,
  known,
  name,
  password,
  algorithm,
}: {
  readonly kind: HeldKind;
  readonly known: StoredCredential | null | undefined;
  readonly name: string;
  readonly password: string | null;
  readonly algorithm: AlgorithmName;
}): Promise<StoredCredential> {
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
export async function credentialsOf(pending: PendingRegistration): Promise<RegistrationCredentials> {
  const { firstFactor, secondFactor, recovery, challenge, entropy } = pending;
  const container = recovery.encryptedPrivateKey ?? "";
  const recoverySecret = await openRecoveryContainer(container, recovery.credId, fromBase64url(entropy));
  const attestationOf = (credential: StoredCredential, secret: Uint8Array) => {
    const { kind, credId, algorithm, publicKey, encryptedPrivateKey, name } = credential;
    const created = { kind, credId, algorithm, publicKey, secret };
    const sealed = encryptedPrivateKey === null ? created : { ...created, encryptedPrivateKey };
    return KINDS[kind as HeldKind | "RecoveryKey"].attestationOf(sealed, challenge, name);
  };
  return registrationCredentials({
    firstFactor: attestationOf(firstFactor, fromBase64url(firstFactor.secret)),
    secondFactor: secondFactor ? attestationOf(secondFactor, fromBase64url(secondFactor.secret)) : undefined,
    recovery: attestationOf(recovery, recoverySecret),
  });
}

/** Three different places of twelve, ascending, unbiased. */
function randomPlaces(): readonly [number, number, number] {
  const places = new Set<number>();
  while (places.size < 3) {
    const byte = randomBytes(1)[0] ?? 255;
    if (byte < 252) places.add(byte % 12);
  }
  const [a = 0, b = 1, c = 2] = [...places].sort((x, y) => x - y);
  return [a, b, c];
}
