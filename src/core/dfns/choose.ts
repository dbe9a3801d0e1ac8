/** Which of our credentials may answer a challenge. A RecoveryKey never may, whatever the challenge says. */
import { unpadded } from "../bytes.ts";
import type { AssertionChallenge, FactorKind } from "./types.ts";

type AllowList = keyof AssertionChallenge["allowCredentials"];

const ALLOW_LISTS: Readonly<Record<FactorKind, AllowList>> = {
  Key: "key",
  PasswordProtectedKey: "passwordProtectedKey",
  Fido2: "webauthn",
};

/** What a challenge says of a kind. */
export interface KindRule {
  readonly first: boolean;
  readonly second: boolean;
  readonly requiresSecondFactor: boolean;
}

/** Ours that fit, in the order given. A credential may stand in both lists, yet is no second factor of itself. */
export interface Choice<Credential> {
  readonly firstFactors: readonly (Credential & { readonly requiresSecondFactor: boolean })[];
  readonly secondFactors: readonly Credential[];
}

/** Where a kind has several entries, all count, and one that wants a second factor is enough. Unknown kinds: nothing. */
export function ruleOf({ supportedCredentialKinds }: AssertionChallenge, kind: string): KindRule {
  const entries = supportedCredentialKinds.filter((entry) => entry.kind === kind && isFactorKind(kind));
  const firsts = entries.filter(({ factor }) => factor === "first" || factor === "either");
  return {
    first: firsts.length > 0,
    second: entries.some(({ factor }) => factor === "second" || factor === "either"),
    requiresSecondFactor: firsts.some(({ requiresSecondFactor }) => requiresSecondFactor),
  };
}

/** Ours whose kind the challenge supports and whose id it lists for that very kind; padding is ignored on both sides. */
export function allowedCredentials<Credential extends { readonly credId: string; readonly kind: string }>(
  challenge: AssertionChallenge,
  ours: readonly Credential[],
): Choice<Credential> {
  const allowed = new Map(FACTOR_KINDS.map((kind) => [kind as string, allowOf(challenge, kind)]));
  const fitting = ours.filter(({ kind, credId }) => allowed.get(kind)?.ids.has(unpadded(credId)));
  const ruleFor = ({ kind }: Credential) => allowed.get(kind)?.rule;
  return {
    firstFactors: fitting
      .filter((one) => ruleFor(one)?.first)
      .map((one) => ({ ...one, requiresSecondFactor: ruleFor(one)?.requiresSecondFactor === true })),
    secondFactors: fitting.filter((one) => ruleFor(one)?.second),
  };
}

/** One way to answer: alone, or with the second factor that the challenge demands for the first. */
export interface Pairing<Credential> {
  readonly first: Credential;
  readonly second: Credential | null;
}

/** Every way to answer, in the order of the choice; none for a first factor whose second is demanded and missing. */
export const pairingsOf = <Credential extends { readonly credId: string }>({
  firstFactors,
  secondFactors,
}: Choice<Credential>): readonly Pairing<Credential>[] =>
  firstFactors.flatMap<Pairing<Credential>>((first) =>
    first.requiresSecondFactor
      ? secondFactors
          .filter(({ credId }) => unpadded(credId) !== unpadded(first.credId))
          .map((second) => ({ first, second }))
      : [{ first, second: null }],
  );

const FACTOR_KINDS = Object.keys(ALLOW_LISTS) as readonly FactorKind[];

const isFactorKind = (kind: string): kind is FactorKind => Object.hasOwn(ALLOW_LISTS, kind);

function allowOf(challenge: AssertionChallenge, kind: FactorKind) {
  const listed = challenge.allowCredentials[ALLOW_LISTS[kind]] ?? [];
  const ids: ReadonlySet<string> = new Set(listed.map(({ id }) => unpadded(id)));
  return { rule: ruleOf(challenge, kind), ids };
}
