import { argon2id } from "hash-wasm";
import { utf8 } from "../bytes.ts";
import { rpcError } from "../errors.ts";
import { integer, object, oneOf, type Shape } from "../shape.ts";

/** Argon2id (RFC 9106, version 1.3): `m` in KiB, `t` passes, `p` lanes. */
export interface KdfParams {
  readonly name: "argon2id";
  readonly m: number;
  readonly t: number;
  readonly p: number;
}

/** What goes into every new slot. */
export const NEWEST_KDF: KdfParams = { name: "argon2id", m: 131_072, t: 3, p: 1 };

/** The parameters that are accepted when reading; stored parameters never reach the KDF otherwise. */
export const KDF_ROWS: readonly KdfParams[] = [NEWEST_KDF];

export const isKdfParams: Shape<KdfParams> = object<KdfParams>({
  name: oneOf("argon2id"),
  m: integer(1),
  t: integer(1),
  p: integer(1),
});

/** The row of the table that these parameters are. @throws notOpened for any other, before anything is computed */
export function acceptKdf(params: unknown): KdfParams {
  const row = isKdfParams(params)
    ? KDF_ROWS.find(({ m, t, p }) => m === params.m && t === params.t && p === params.p)
    : undefined;
  if (row === undefined) throw rpcError("notOpened");
  return row;
}

/**
 * 32 bytes of Argon2id over the UTF-8 of the password in NFKC, so that one password typed on two systems is one password.
 * Takes about half a second and 128 MiB.
 * @throws notOpened for parameters outside the table or an empty password
 */
export async function stretch(password: string, salt: Uint8Array, params: unknown): Promise<Uint8Array> {
  const { m, t, p } = acceptKdf(params);
  const typed = utf8(password.normalize("NFKC"));
  if (typed.length === 0) throw rpcError("notOpened");
  return argon2id({
    password: typed,
    salt,
    memorySize: m,
    iterations: t,
    parallelism: p,
    hashLength: 32,
    outputType: "binary",
  });
}
