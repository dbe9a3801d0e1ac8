import type { CredentialKind } from "./credential.ts";
import type { Deps } from "./deps.ts";
import { refuse } from "./errors.ts";
import type { Action } from "./state.ts";

interface Handed {
  readonly userId: string;
  readonly challenge: string;
}

/** A challenge that was handed out, kept under the `jti` of its token until it is answered. */
export type Pending = Handed &
  (
    | { readonly purpose: "registration" }
    | { readonly purpose: "recovery"; readonly credId: string }
    | { readonly purpose: "credential"; readonly kind: CredentialKind; readonly code?: string }
    | { readonly purpose: "login"; readonly allowed: readonly string[] }
    | {
        readonly purpose: "action";
        readonly allowed: readonly string[];
        readonly session: string;
        readonly action: Action;
      }
  );

export type Purpose = Pending["purpose"];
export type PendingFor<P extends Purpose> = Pending & { readonly purpose: P };

const isFor = <P extends Purpose>(purposes: readonly P[], pending: Pending): pending is PendingFor<P> =>
  purposes.some((purpose) => purpose === pending.purpose);

/**
 * The challenge of an identifier, spent by this attempt whether it succeeds or not. One that was handed out for
 * something else stays.
 * @throws Refusal challengeInvalid
 */
export async function takePending<P extends Purpose>(
  { tokens, state }: Deps,
  purpose: P,
  challengeIdentifier: string,
): Promise<PendingFor<P>> {
  const claims = await tokens.read(challengeIdentifier);
  const pending = claims && state.pending.get(claims.jti);
  if (!claims || !pending || !isFor([purpose], pending)) return refuse("challengeInvalid");
  state.pending.delete(claims.jti);
  return pending;
}
