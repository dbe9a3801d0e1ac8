/** The private key that goes to Dfns as `encryptedPrivateKey`, opened by one password or one recovery phrase alone. */
import { spkiOfSecret } from "../algorithms.ts";
import {
  base64url,
  concat,
  fromBase64url,
  fromJsonBytes,
  jsonBytes,
  randomBytes,
  unpadded,
  utf8,
} from "../bytes.ts";
import { credIdOf } from "../dfns/attestation.ts";
import { rpcError } from "../errors.ts";
import { seedOf } from "../recovery/phrase.ts";
import { bytesText, object, oneOf, parseAs, type Shape } from "../shape.ts";
import { COMMIT_LENGTH, type Committed, KEK_LENGTH, openCommitted, sealCommitted } from "./committed.ts";
import { isKdfParams, type KdfParams, NEWEST_KDF, stretch } from "./kdf.ts";
import { hkdf, NONCE_LENGTH, SALT_LENGTH, TAG_LENGTH } from "./primitives.ts";

/** In characters: Dfns documents no limit, 4 KiB is safe. */
export const MAX_CONTAINER = 4095;
const MAX_SECRET = 1024;
const PHRASE_KDF = { name: "bip39-hkdf" } as const;

/** What opens a container: the 16 bytes of the recovery phrase, or the credential password, by kind. */
export type ContainerKey =
  | { readonly kind: "RecoveryKey"; readonly entropy: Uint8Array }
  | { readonly kind: "PasswordProtectedKey"; readonly password: string };

type ContainerKind = ContainerKey["kind"];

/** The text is base64url of the JSON of this, under 4 KiB. */
interface Container extends Committed {
  readonly v: 1;
  readonly kdf: typeof PHRASE_KDF | KdfParams;
  readonly salt: string;
}

const containerWith = (kdf: Shape<Container["kdf"]>): Shape<Container> =>
  object<Container>({
    v: oneOf(1),
    kdf,
    salt: bytesText(SALT_LENGTH),
    nonce: bytesText(NONCE_LENGTH),
    commit: bytesText(COMMIT_LENGTH),
    ciphertext: bytesText(TAG_LENGTH, TAG_LENGTH + MAX_SECRET),
  });

const IS_CONTAINER: Readonly<Record<ContainerKind, Shape<Container>>> = {
  RecoveryKey: containerWith(object<typeof PHRASE_KDF>({ name: oneOf(PHRASE_KDF.name) })),
  PasswordProtectedKey: containerWith(isKdfParams),
};

/** A container of the newest form; `plaintext` is the PKCS#8 (DER). @throws notOpened for an empty password */
export async function sealContainer({
  credId,
  plaintext,
  ...key
}: ContainerKey & { readonly credId: string; readonly plaintext: Uint8Array }): Promise<string> {
  const salt = randomBytes(SALT_LENGTH);
  const kdf = key.kind === "RecoveryKey" ? PHRASE_KDF : NEWEST_KDF;
  const aad = containerAad(key.kind, credId, kdf);
  const { nonce, commit, ciphertext } = await sealCommitted(await kekOf(key, kdf, salt, aad), aad, plaintext);
  return base64url(jsonBytes({ v: 1, kdf, salt: base64url(salt), nonce, commit, ciphertext }));
}

/**
 * The PKCS#8 (DER), known to be the private key of `credId`: its public key is `publicKey` (SPKI in base64url) where that
 * is known, else the one that makes the credId.
 * @throws notOpened whatever is wrong: the text, the password or phrase, the kind, the credId, a key that is not that
 * credential's, or KDF parameters outside the table (these before the KDF runs)
 */
export async function openContainer(
  from: ContainerKey & {
    readonly text: string;
    readonly credId: string;
    readonly publicKey?: string | undefined;
  },
): Promise<Uint8Array> {
  try {
    return await open(from);
  } catch {
    throw rpcError("notOpened");
  }
}

/** `openContainer` for a recovery credential. @throws notOpened */
export const openRecoveryContainer = (
  text: string,
  credId: string,
  entropy: Uint8Array,
): Promise<Uint8Array> => openContainer({ text, kind: "RecoveryKey", credId, entropy });

async function open({
  text,
  credId,
  publicKey,
  ...key
}: Parameters<typeof openContainer>[0]): Promise<Uint8Array> {
  const bytes = fromBase64url(text, { maxLength: MAX_CONTAINER });
  const container = parseAs(IS_CONTAINER[key.kind], fromJsonBytes(bytes));
  const { kdf } = container;
  const aad = containerAad(key.kind, credId, kdf);
  const secret = await openCommitted(
    await kekOf(key, kdf, fromBase64url(container.salt), aad),
    aad,
    container,
  );
  const spki = spkiOfSecret(secret);
  const belongs =
    publicKey === undefined ? credIdOf(spki) === unpadded(credId) : base64url(spki) === publicKey;
  if (!belongs) throw rpcError("notOpened");
  return secret;
}

/** HKDF-SHA-256(`ikm`, salt, "countersign/1/container/" kind ‖ aad, 64 bytes); the KDF that needs the salt has had it. */
async function kekOf(
  key: ContainerKey,
  kdf: Container["kdf"],
  salt: Uint8Array,
  aad: Uint8Array,
): Promise<Uint8Array> {
  const info = concat(utf8(`countersign/1/container/${key.kind}`), aad);
  if (key.kind === "RecoveryKey") return hkdf(await seedOf(key.entropy), salt, info, KEK_LENGTH);
  if (kdf.name !== "argon2id") throw rpcError("notOpened");
  return hkdf(await stretch(key.password, salt, kdf), new Uint8Array(0), info, KEK_LENGTH);
}

/** UTF-8 of the JSON array `[1,kind,credId,[kdfName]]`, for Argon2id `[1,kind,credId,[kdfName,m,t,p]]`; no padding. */
const containerAad = (kind: ContainerKind, credId: string, kdf: Container["kdf"]): Uint8Array =>
  jsonBytes([
    1,
    kind,
    unpadded(credId),
    kdf.name === "argon2id" ? [kdf.name, kdf.m, kdf.t, kdf.p] : [kdf.name],
  ]);
