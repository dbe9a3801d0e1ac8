import type { Deps } from "./deps.ts";
import { refuse } from "./errors.ts";
import { newCode, newShortCode } from "./ids.ts";
import type { CodeUse, User } from "./user.ts";

const rows: Readonly<Record<CodeUse, { readonly make: () => string; readonly lifetime: number }>> = {
  registration: { make: newCode, lifetime: 24 * 60 * 60 * 1000 },
  login: { make: newCode, lifetime: 15 * 60 * 1000 },
  credential: { make: newShortCode, lifetime: 60 * 1000 },
  recovery: { make: newCode, lifetime: 15 * 60 * 1000 },
};

/** A fresh code in place of the earlier one, made known only through the log. `expires` may shorten its life. */
export function issueCode(deps: Deps, user: User, use: CodeUse, expires = Number.POSITIVE_INFINITY): string {
  const { make, lifetime } = rows[use];
  const code = { value: make(), expires: Math.min(expires, deps.now() + lifetime) };
  const current = deps.state.users.get(user.id) ?? user;
  deps.state.saveUser({ ...current, codes: { ...current.codes, [use]: code } });
  deps.log(`${use} code for ${user.username}: ${code.value}`);
  return code.value;
}

/** @throws Refusal codeInvalid, codeExpired; Dfns words the second for registrations only */
export function checkCode(deps: Deps, user: User, use: CodeUse, value: string): void {
  const code = user.codes[use];
  if (code?.value !== value) refuse("codeInvalid");
  else if (code.expires <= deps.now())
    refuse(use === "registration" ? "codeExpired" : "codeInvalid", "the code has expired");
}

/** Makes the code of this use worthless. */
export const spendCode = (deps: Deps, userId: string, use: CodeUse): void =>
  deps.state.updateUser(userId, (user) => {
    const { [use]: _spent, ...codes } = user.codes;
    return { ...user, codes };
  });
