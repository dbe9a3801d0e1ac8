import { type AlgorithmName, algorithmOfSpki, spkiOfSecret } from "../algorithms.ts";
import { base64url, fromBase64url, unpadded } from "../bytes.ts";
import { credIdOf } from "../dfns/attestation.ts";
import { rpcError } from "../errors.ts";
import { openContainer } from "./container.ts";
import { isOfficialContainer, openOfficialContainer } from "./officialContainer.ts";

/**
 * `secret` is the PKCS#8 (DER), `publicKey` its SPKI (DER) in base64url. `verified` says whether the key is known to be
 * that of the credential: never taken for granted in Dfns' own form, which names no credential.
 */
export interface OpenedContainer {
  readonly format: "countersign" | "official";
  readonly secret: Uint8Array;
  readonly algorithm: AlgorithmName;
  readonly publicKey: string;
  readonly verified: boolean;
}

interface Sealed {
  readonly text: string;
  readonly credId: string;
  readonly password: string;
  /** Dfns' user name; only Dfns' own form needs it. */
  readonly username: string;
  /** The public key that the vault has for this credential, if any: SPKI (DER) in base64url. */
  readonly publicKey?: string | undefined;
}

/**
 * Opens the `encryptedPrivateKey` of a PasswordProtectedKey, in our own form or in Dfns'.
 * @throws notOpened whatever is wrong: the form, the password, the user name, or a key that is known not to be the
 * credential's
 */
export async function openPasswordContainer(from: Sealed): Promise<OpenedContainer> {
  try {
    return await (isOfficialContainer(from.text) ? openOfficial(from) : openOurs(from));
  } catch {
    throw rpcError("notOpened");
  }
}

async function openOurs({ text, credId, password, publicKey }: Sealed): Promise<OpenedContainer> {
  const kind = "PasswordProtectedKey";
  const secret = await openContainer({ kind, text, credId, password, publicKey });
  return { format: "countersign", ...keyOf(secret), verified: true };
}

/** A credId may be of any making here, so that only a known public key tells a foreign key from a foreign id. */
async function openOfficial({
  text,
  credId,
  password,
  username,
  publicKey,
}: Sealed): Promise<OpenedContainer> {
  const key = keyOf(await openOfficialContainer({ text, password, username }));
  if (publicKey !== undefined && publicKey !== key.publicKey) throw rpcError("notOpened");
  const names = credIdOf(fromBase64url(key.publicKey)) === unpadded(credId);
  return { format: "official", ...key, verified: publicKey !== undefined || names };
}

function keyOf(secret: Uint8Array): Pick<OpenedContainer, "secret" | "algorithm" | "publicKey"> {
  const spki = spkiOfSecret(secret);
  return { secret, algorithm: algorithmOfSpki(spki).algorithm, publicKey: base64url(spki) };
}
