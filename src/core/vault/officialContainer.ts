/** Dfns' own container (dfns-sdk-ts, `isolatedKey.ts` and `worker.js`), which is read and never written. */
import { fromBase64, fromJsonBytes, sha256, utf8 } from "../bytes.ts";
import { rpcError } from "../errors.ts";
import { object, parseAs, text } from "../shape.ts";
import { MAX_CONTAINER } from "./container.ts";
import { gcmOpen, pbkdf2, TAG_LENGTH } from "./primitives.ts";

const ROUNDS = 100_000;
const IV_LENGTH = 16;

/** The text is base64 of the JSON of this, its members in either order and base64 themselves; `key` is the ciphertext. */
interface OfficialContainer {
  readonly key: string;
  readonly iv: string;
}

const isOfficial = object<OfficialContainer>({ key: text({ min: 1 }), iv: text({ min: 1, max: 24 }) });

/** Whether the text has the form of Dfns' own container; nothing is computed. */
export function isOfficialContainer(text: string): boolean {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * The plaintext, meant to be a PKCS#8 (DER): nothing in this form says whose. `password` is the text as it was typed (a
 * recovery code with its `D1-` and dashes), `username` the Dfns user name, in whose spelling only case and outer space
 * are free.
 * @throws notOpened whatever is wrong
 */
export async function openOfficialContainer(from: {
  readonly text: string;
  readonly password: string;
  readonly username: string;
}): Promise<Uint8Array> {
  try {
    const { iv, ciphertext } = parse(from.text);
    const salt = sha256(utf8(from.username.toLowerCase().trim()));
    const key = await pbkdf2(utf8(from.password), salt, ROUNDS);
    return await gcmOpen({ key, nonce: iv, aad: new Uint8Array(0) }, ciphertext);
  } catch {
    throw rpcError("notOpened");
  }
}

function parse(text: string): { readonly iv: Uint8Array; readonly ciphertext: Uint8Array } {
  if (text.length > MAX_CONTAINER) throw rpcError("notOpened");
  const container = parseAs(isOfficial, fromJsonBytes(fromBase64(text)));
  const [iv, ciphertext] = [fromBase64(container.iv), fromBase64(container.key)];
  if (iv.length !== IV_LENGTH || ciphertext.length <= TAG_LENGTH) throw rpcError("notOpened");
  return { iv, ciphertext };
}
