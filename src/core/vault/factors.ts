/** What opens a slot, one row per type: the vault password, a passkey with PRF, or a phrase of 12 words. */
import { seedOf } from "../recovery/phrase.ts";
import { bytesText, object, oneOf, type Shape } from "../shape.ts";
import { isKdfParams, type KdfParams, NEWEST_KDF, stretch } from "./kdf.ts";

const PRF_LENGTH = 32;

/** WebAuthn's `prf` extension: which passkey (credential id) to evaluate, and at which 32 bytes. Both base64url. */
export interface PasskeyParams {
  readonly name: "webauthn-prf";
  readonly credential: string;
  readonly input: string;
}

export interface PhraseParams {
  readonly name: "bip39-hkdf";
}

/** What stands in a slot of each type beside what is common to all. */
export interface SlotKdfs {
  readonly password: KdfParams;
  readonly passkey: PasskeyParams;
  readonly phrase: PhraseParams;
}

/** What the person presents. `output` are the 32 bytes that the passkey gave; `entropy` the 16 bytes of the words. */
export interface Factors {
  readonly password: { readonly type: "password"; readonly password: string };
  readonly passkey: Omit<PasskeyParams, "name"> & { readonly type: "passkey"; readonly output: Uint8Array };
  readonly phrase: { readonly type: "phrase"; readonly entropy: Uint8Array };
}

export type FactorType = keyof Factors;
export type Factor = Factors[FactorType];

interface Row<T extends FactorType> {
  readonly isKdf: Shape<SlotKdfs[T]>;
  /** The parameters in the form in which they are authenticated. */
  readonly list: (kdf: SlotKdfs[T]) => readonly (string | number)[];
  /** What a new slot gets: always the newest, never what was read. */
  readonly newest: (factor: Factors[T]) => SlotKdfs[T];
  /** The slow step, if there is one. @throws notOpened */
  readonly stretch: (factor: Factors[T], salt: Uint8Array, kdf: SlotKdfs[T]) => Promise<Uint8Array>;
  /** The salt of the HKDF that follows; nothing where the slow step has had it. */
  readonly saltAfter: (salt: Uint8Array) => Uint8Array;
}

export const FACTORS: { readonly [T in FactorType]: Row<T> } = {
  password: {
    isKdf: isKdfParams,
    list: ({ name, m, t, p }) => [name, m, t, p],
    newest: () => NEWEST_KDF,
    stretch: ({ password }, salt, kdf) => stretch(password, salt, kdf),
    saltAfter: () => new Uint8Array(0),
  },
  passkey: {
    isKdf: object<PasskeyParams>({
      name: oneOf("webauthn-prf"),
      credential: bytesText(1, 1023),
      input: bytesText(PRF_LENGTH),
    }),
    list: ({ name, credential, input }) => [name, credential, input],
    newest: ({ credential, input }) => ({ name: "webauthn-prf", credential, input }),
    stretch: async ({ output }) => output,
    saltAfter: (salt) => salt,
  },
  phrase: {
    isKdf: object<PhraseParams>({ name: oneOf("bip39-hkdf") }),
    list: ({ name }) => [name],
    newest: () => ({ name: "bip39-hkdf" }),
    stretch: ({ entropy }) => seedOf(entropy),
    saltAfter: (salt) => salt,
  },
};

export const FACTOR_TYPES = Object.keys(FACTORS) as readonly FactorType[];
