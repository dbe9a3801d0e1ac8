/** The private key that goes to Dfns as `encryptedPrivateKey`, opened by the recovery phrase and by nothing else. */
import { spkiOfSecret } from "../algorithms.ts";
import { base64url, concat, fromBase64url, fromJsonBytes, jsonBytes, randomBytes, utf8 } from "../bytes.ts";
import { credIdOf } from "../dfns/attestation.ts";
import { rpcError } from "../errors.ts";
import { seedOf } from "../recovery/phrase.ts";
import { bytesText, object, oneOf, parseAs } from "../shape.ts";
import { COMMIT_LENGTH, type Committed, KEK_LENGTH, openCommitted, sealCommitted } from "./committed.ts";
import { hkdf, NONCE_LENGTH, SALT_LENGTH, TAG_LENGTH } from "./primitives.ts";

const MAX_CHARACTERS = 4095;
const MAX_SECRET = 1024;
const KDF = { name: "bip39-hkdf" } as const;

type ContainerKind = "RecoveryKey";

/** The text is base64url of the JSON of this, under 4 KiB. */
interface Container extends Committed {
  readonly v: 1;
  readonly kdf: typeof KDF;
  readonly salt: string;
}

const isContainer = object<Container>({
  v: oneOf(1),
  kdf: object<typeof KDF>({ name: oneOf(KDF.name) }),
  salt: bytesText(SALT_LENGTH),
  nonce: bytesText(NONCE_LENGTH),
  commit: bytesText(COMMIT_LENGTH),
  ciphertext: bytesText(TAG_LENGTH, TAG_LENGTH + MAX_SECRET),
});

/** `plaintext` is the PKCS#8 (DER), `entropy` the 16 bytes of the phrase. */
export async function sealContainer({
  kind,
  credId,
  plaintext,
  entropy,
}: {
  readonly kind: ContainerKind;
  readonly credId: string;
  readonly plaintext: Uint8Array;
  readonly entropy: Uint8Array;
}): Promise<string> {
  const salt = randomBytes(SALT_LENGTH);
  const aad = containerAad(kind, credId);
  const { nonce, commit, ciphertext } = await sealCommitted(
    await kekOf(entropy, salt, kind, aad),
    aad,
    plaintext,
  );
  return base64url(jsonBytes({ v: 1, kdf: KDF, salt: base64url(salt), nonce, commit, ciphertext }));
}

/**
 * The PKCS#8 (DER), known to be the private key of `credId`.
 * @throws notOpened whatever is wrong: the text, the phrase, the kind, the credId, or a key that is not that credential's
 */
export async function openContainer(from: {
  readonly text: string;
  readonly kind: ContainerKind;
  readonly credId: string;
  readonly entropy: Uint8Array;
}): Promise<Uint8Array> {
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
  kind,
  credId,
  entropy,
}: Parameters<typeof openContainer>[0]): Promise<Uint8Array> {
  const bytes = fromBase64url(text, { maxLength: MAX_CHARACTERS });
  const container = parseAs(isContainer, fromJsonBytes(bytes));
  const aad = containerAad(kind, credId);
  const kek = await kekOf(entropy, fromBase64url(container.salt), kind, aad);
  const secret = await openCommitted(kek, aad, container);
  if (credIdOf(spkiOfSecret(secret)) !== credId) throw rpcError("notOpened");
  return secret;
}

/** HKDF-SHA-256(BIP-39 seed, salt, "countersign/1/container/" kind ‖ aad, 64 bytes). */
async function kekOf(
  entropy: Uint8Array,
  salt: Uint8Array,
  kind: ContainerKind,
  aad: Uint8Array,
): Promise<Uint8Array> {
  const info = concat(utf8(`countersign/1/container/${kind}`), aad);
  return hkdf(await seedOf(entropy), salt, info, KEK_LENGTH);
}

/** UTF-8 of the JSON array `[1,kind,credId,[kdfName]]`. */
const containerAad = (kind: ContainerKind, credId: string): Uint8Array =>
  jsonBytes([1, kind, credId, [KDF.name]]);
