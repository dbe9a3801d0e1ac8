import { useRef, useState } from "preact/hooks";
import type {
  RegisterRequestView,
  RequestView,
  SignerView,
  SignOptionView,
} from "../../src/protocol/views.ts";
import { errorOf } from "../ask.ts";
import { typeInto } from "../components/StrengthMeter.tsx";
import { confirmFault, passwordFault } from "../password.ts";
import { newPasswordFault } from "../strength.ts";
import { signText } from "../textSign.ts";
import { clock } from "../time.ts";

type Needed = "none" | "new" | "known";
type Input = { current: HTMLInputElement | null };

/** The password of a credential: chosen when it is made, typed again when it signs. It lives in the fields alone. */
export interface CredentialPassword {
  readonly needed: Needed;
  /** Whom a new password must not name. */
  readonly names: readonly string[];
  readonly password: Input;
  readonly confirm: Input;
  readonly faults: { readonly password: string | null; readonly confirm: string | null };
  use(words: string): void;
  /** What to send: `{}` when none is needed; `null`, with the fault shown and focused, when it will not do. */
  read(): Promise<{ readonly password?: string } | null>;
  /** Whether the error was about the password; it is then shown under the field. */
  takes(error: unknown): boolean;
}

/** What it is for: a request, or what is made anew, named as in a registration. */
export type PasswordFor =
  | Exclude<RequestView, RegisterRequestView>
  | Pick<RegisterRequestView, "method" | "username" | "firstFactor" | "secondFactor">;

export function useCredentialPassword(
  request: PasswordFor,
  option: SignOptionView | null,
): CredentialPassword {
  const password: Input = useRef(null);
  const confirm: Input = useRef(null);
  const [faults, setFaults] = useState<CredentialPassword["faults"]>({ password: null, confirm: null });
  const needed = neededFor(request, option);
  const blame = (next: CredentialPassword["faults"]) => {
    setFaults(next);
    (next.password ? password : next.confirm ? confirm : null)?.current?.focus();
  };
  const names = "username" in request ? [request.username] : [];
  return {
    needed,
    names,
    password,
    confirm,
    faults,
    use(words) {
      typeInto(password, words);
      confirm.current?.focus();
    },
    async read() {
      const typed = password.current?.value ?? "";
      if (needed === "none") return {};
      const next =
        needed === "new" ? await faultsOf(typed, confirm.current?.value ?? "", names) : emptyFault(typed);
      blame(next);
      return next.password || next.confirm ? null : { password: typed };
    },
    takes(error) {
      const { reason, path, retryAfter } = errorOf(error).data;
      if (reason === "weakPassword") {
        blame({ password: path === "vault" ? signText.isTheVaults : passwordFault(""), confirm: null });
        return true;
      }
      const locked = protectedIn(option);
      if (!locked || (reason !== "notOpened" && reason !== "rateLimited")) return false;
      if (password.current) password.current.value = "";
      const wait = signText.wait(clock((retryAfter ?? 0) * 1000));
      blame({
        password: reason === "rateLimited" ? wait : signText.wrongPassword(locked.name),
        confirm: null,
      });
      return true;
    },
  };
}

/** The credential of the option that has a password of its own. */
const protectedIn = (option: SignOptionView | null): SignerView | undefined =>
  [option?.first, option?.second].find((one) => one?.kind === "PasswordProtectedKey") ?? undefined;

function neededFor(request: PasswordFor, option: SignOptionView | null): Needed {
  if (request.method === "dfns_connect" || request.method === "dfns_recover") return "none";
  if (request.method === "dfns_createCredential")
    return request.kind === "PasswordProtectedKey" ? "new" : "none";
  if (request.method !== "dfns_register") return protectedIn(option) ? "known" : "none";
  const { firstFactor, secondFactor } = request;
  return [firstFactor, secondFactor].includes("PasswordProtectedKey") ? "new" : "none";
}

const faultsOf = async (
  typed: string,
  again: string,
  names: readonly string[],
): Promise<CredentialPassword["faults"]> => ({
  password: await newPasswordFault(typed, names),
  confirm: confirmFault(typed, again),
});

const emptyFault = (typed: string): CredentialPassword["faults"] => ({
  password: typed === "" ? signText.empty : null,
  confirm: null,
});
