/** What the vault keeps of a registration until Dfns has accepted it, as the JSON plaintext of a `pending` record. */
import { ALGORITHM_NAMES, type AlgorithmName } from "../algorithms.ts";
import { CHALLENGE_PATTERN } from "../dfns/clientData.ts";
import type { Api, CredentialInfo, CredentialKind, WalletRequest } from "../dfns/types.ts";
import {
  amount,
  bytesText,
  integer,
  listOf,
  object,
  oneOf,
  optional,
  orNull,
  parseAs,
  type Shape,
  text,
} from "../shape.ts";

const WORDS = 12;
const STATES = ["created", "confirmed", "sending", "refused", "lost", "handedOver"] as const;
const CREDENTIAL_KINDS = [
  "Key",
  "PasswordProtectedKey",
  "Fido2",
  "RecoveryKey",
] as const satisfies CredentialKind[];

/** `refused`: Dfns does not have it; `lost`: it was sent, and Dfns may have accepted it. */
export type PendingState = (typeof STATES)[number];

/** What the page's authenticator made, for the relying party of that id. */
export interface PasskeyAttestation extends Pick<CredentialInfo, "clientData" | "attestationData"> {
  readonly rpId: string;
}

/**
 * `secret` is the PKCS#8 and `publicKey` the SPKI (both DER in base64url). A recovery credential whose secret is sealed in
 * `encryptedPrivateKey` has an empty `secret`; `openRecoveryContainer` brings it back while the entropy is kept. Of a Fido2
 * credential the vault holds no key: `publicKey`, `algorithm` and `secret` are empty, and so is `credId` until the page's
 * authenticator has made it, which gives the `attestation` too.
 */
export interface StoredCredential {
  readonly kind: CredentialKind;
  readonly credId: string;
  readonly algorithm: AlgorithmName | "";
  readonly publicKey: string;
  readonly secret: string;
  readonly encryptedPrivateKey: string | null;
  readonly name: string;
  readonly attestation?: PasskeyAttestation | undefined;
}

export interface PendingRegistration {
  /** The 16 bytes of the recovery phrase, base64url. */
  readonly entropy: string;
  readonly firstFactor: StoredCredential;
  readonly secondFactor: StoredCredential | null;
  readonly recovery: StoredCredential;
  readonly api: Api;
  readonly user: { readonly id: string; readonly name: string };
  /** Of the site that asked; empty for a recovery that was begun in the vault. */
  readonly origin: string;
  /** The temporary authentication token, a secret; its end in milliseconds since 1970. */
  readonly token: string;
  readonly tokenExpiresAt: number;
  readonly challenge: string;
  readonly wallets: readonly WalletRequest[] | null;
  readonly submit: boolean;
  /** The places (from 0, ascending) of the words that the person is asked for. */
  readonly places: readonly [number, number, number];
  readonly confirmedAt: string | null;
  /** The exact text to send, once it is signed. */
  readonly body: string | null;
  readonly state: PendingState;
  /** Dfns' last no; `retryAt` (milliseconds since 1970) when it said how long to wait. */
  readonly refusal: {
    readonly status: number;
    readonly message: string;
    readonly retryAt: number | null;
  } | null;
  readonly createdAt: string;
  /** Of a recovery: the old recovery credential, whose `secret` is kept from its phrase until the body is signed. */
  readonly old?: OldCredential | undefined;
}

/** An old recovery credential, opened; `secret` is the PKCS#8 (DER in base64url), empty once it has signed. */
export interface OldCredential {
  readonly credId: string;
  readonly algorithm: AlgorithmName;
  readonly secret: string;
}

const line = text({ min: 1 });
const date = text({ min: 1, max: 64 });

const isCredentialShape = object<StoredCredential>({
  kind: oneOf(...CREDENTIAL_KINDS),
  credId: text(),
  algorithm: oneOf(...ALGORITHM_NAMES, ""),
  publicKey: bytesText(0, 1024),
  secret: bytesText(0, 1024),
  encryptedPrivateKey: orNull(line),
  name: text(),
  attestation: optional(
    object<PasskeyAttestation>({ clientData: line, attestationData: line, rpId: text({ min: 1, max: 253 }) }),
  ),
});

/** A Fido2 credential has no key here, any other has one. */
export const isStoredCredential: Shape<StoredCredential> = (value): value is StoredCredential =>
  isCredentialShape(value) &&
  (value.kind === "Fido2"
    ? `${value.publicKey}${value.algorithm}${value.secret}` === "" &&
      (value.credId === "") === (value.attestation === undefined)
    : value.publicKey !== "" &&
      value.algorithm !== "" &&
      value.credId !== "" &&
      value.attestation === undefined);

export const isPlaces: Shape<PendingRegistration["places"]> = (
  value,
): value is PendingRegistration["places"] =>
  listOf(integer(0), { min: 3, max: 3 })(value) &&
  value.every((place, i) => place < WORDS && place > (value[i - 1] ?? -1));

const isPending = object<PendingRegistration>({
  entropy: bytesText(16),
  firstFactor: isStoredCredential,
  secondFactor: orNull(isStoredCredential),
  recovery: isStoredCredential,
  api: object<Api>({ url: line, orgId: line }),
  user: object<PendingRegistration["user"]>({ id: line, name: text() }),
  origin: text(),
  token: text({ min: 1, max: 65_536 }),
  tokenExpiresAt: amount,
  challenge: text({ max: 4098, pattern: CHALLENGE_PATTERN }),
  wallets: orNull(listOf(object<WalletRequest>({ network: line, name: optional(text()) }))),
  submit: oneOf(true, false),
  places: isPlaces,
  confirmedAt: orNull(date),
  body: orNull(text({ max: 1_048_576 })),
  state: oneOf(...STATES),
  refusal: orNull(
    object<NonNullable<PendingRegistration["refusal"]>>({
      status: integer(0),
      message: text(),
      retryAt: orNull(integer(0)),
    }),
  ),
  createdAt: date,
  old: optional(
    object<OldCredential>({
      credId: line,
      algorithm: oneOf(...ALGORITHM_NAMES),
      secret: bytesText(0, 1024),
    }),
  ),
});

/** The parsed JSON of a `pending` record. Total and closed. @throws notOpened */
export const parsePending = (value: unknown): PendingRegistration => parseAs(isPending, value);
