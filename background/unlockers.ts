/** What opens a vault or a backup, as our pages send it and as they are told of it. */
import { fromBase64url } from "../src/core/bytes.ts";
import { rpcError } from "../src/core/errors.ts";
import { entropyOf } from "../src/core/recovery/phrase.ts";
import type { Factor } from "../src/core/vault/factors.ts";
import type { Slot } from "../src/core/vault/slots.ts";
import type { AnyFactorInput } from "../src/protocol/vaultRequests.ts";
import type { UnlockersView } from "../src/protocol/vaultViews.ts";

export const passwordOf = (password: string): Factor => ({ type: "password", password });

/** @throws `notOpened` for words that are no phrase */
export function factorOf(input: AnyFactorInput): Factor {
  try {
    if (input.type === "password") return input;
    if (input.type === "phrase") return { type: "phrase", entropy: entropyOf(input.words) };
    return { ...input, output: fromBase64url(input.output) };
  } catch {
    throw rpcError("notOpened");
  }
}

export function unlockersOf(slots: readonly Slot[]): UnlockersView {
  const passkeys = slots.flatMap(({ kdf }) =>
    kdf.name === "webauthn-prf" ? [{ credential: kdf.credential, input: kdf.input }] : [],
  );
  return { passkeys, phrase: slots.some(({ type }) => type === "phrase") };
}
