import { type AlgorithmName, algorithmOfSpki, spkiOfSecret } from "../algorithms.ts";
import { base64url } from "../bytes.ts";
import { rpcError } from "../errors.ts";
import { entropyOf } from "../recovery/phrase.ts";
import { readTyped } from "../recovery/typed.ts";
import { openContainer } from "./container.ts";
import { isOfficialContainer, openOfficialContainer } from "./officialContainer.ts";

/** A recovery credential as Dfns or the vault keeps it. */
export interface SealedRecoveryKey {
  readonly text: string;
  readonly credId: string;
  /** Dfns' user name; only Dfns' own form needs it. */
  readonly username: string;
  /** The public key that the vault has for this credential, if any: SPKI (DER) in base64url. */
  readonly publicKey?: string | undefined;
}

/** `secret` is the PKCS#8 (DER), `publicKey` its SPKI (DER) in base64url. */
export interface OpenedRecoveryKey {
  readonly secret: Uint8Array;
  readonly algorithm: AlgorithmName;
  readonly publicKey: string;
}

/**
 * Opens a recovery key with what the person typed: our own container with its words, Dfns' own with its `D1-` code.
 * @throws malformed for text that is neither (`readTyped` says where) or words that do not belong together; notOpened when
 * it is the phrase or code of another kit, whatever else is wrong, and for a key that is known not to be the credential's
 */
export async function openRecoveryKey(sealed: SealedRecoveryKey, typed: string): Promise<OpenedRecoveryKey> {
  const read = readTyped(typed);
  if (read.form === "wrong") throw rpcError("malformed");
  const secret =
    read.form === "code"
      ? await openOfficial(sealed, read.code)
      : await openOurs(sealed, entropyOf(read.words));
  const spki = spkiOfSecret(secret);
  const publicKey = base64url(spki);
  if (sealed.publicKey !== undefined && sealed.publicKey !== publicKey) throw rpcError("notOpened");
  return { secret, algorithm: algorithmOfSpki(spki).algorithm, publicKey };
}

const openOurs = ({ text, credId, publicKey }: SealedRecoveryKey, entropy: Uint8Array): Promise<Uint8Array> =>
  openContainer({ kind: "RecoveryKey", text, credId, entropy, publicKey });

/** @throws notOpened, also for what opens and is no private key */
async function openOfficial({ text, username }: SealedRecoveryKey, code: string): Promise<Uint8Array> {
  if (!isOfficialContainer(text)) throw rpcError("notOpened");
  const secret = await openOfficialContainer({ text, username, password: code });
  try {
    spkiOfSecret(secret);
    return secret;
  } catch {
    throw rpcError("notOpened");
  }
}
