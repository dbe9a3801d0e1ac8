import type {
  AssertionChallenge,
  Fido2Assertion,
  KeyAssertion,
  NewCredential,
  RegistrationCredentials,
} from "../core/dfns/types.ts";
import type {
  CreateCredentialParams,
  Factors,
  Provider,
  ProviderDetail,
  RegisterParams,
  RegistrationResponse,
} from "./contract.ts";

const RDNS = "app.countersign";

/**
 * The Countersign of this page. Other wallets that announce themselves are passed over.
 * @param options.timeout how long to wait for it, in milliseconds; 1000 when left out.
 * @throws Error, with what to tell the person, when none announces itself in time.
 */
export function findProvider(options: { readonly timeout?: number } = {}): Promise<ProviderDetail> {
  const { timeout = 1000 } = options;
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      window.removeEventListener("dfns:announceProvider", hear);
    };
    const hear = (event: Event) => {
      const detail = (event as CustomEvent<ProviderDetail | null>).detail;
      if (detail?.info?.rdns !== RDNS || detail.api !== 1) return;
      stop();
      resolve(detail);
    };
    const timer = setTimeout(() => {
      stop();
      reject(
        new Error(
          "Countersign is not in this page. Install the browser extension, or switch it on for this site, and reload. " +
            "It serves top-level pages on https and on localhost, not frames.",
        ),
      );
    }, timeout);
    window.addEventListener("dfns:announceProvider", hear);
    window.dispatchEvent(new Event("dfns:requestProvider"));
  });
}

/**
 * Registers an end user in one approval. Countersign posts the registration to Dfns, unless `submit` is false: then
 * the signed bodies come back, for `auth.registerEndUser` of your backend's SDK.
 * @throws ProviderRpcError of the page contract.
 */
export function registerEndUser(
  provider: Provider,
  params: Omit<RegisterParams, "submit"> & { readonly submit: false },
): Promise<RegistrationCredentials>;
export function registerEndUser(
  provider: Provider,
  params: Omit<RegisterParams, "submit"> & { readonly submit?: true },
): Promise<RegistrationResponse>;
export function registerEndUser(
  provider: Provider,
  params: Omit<RegisterParams, "submit"> & { readonly submit?: boolean },
): Promise<RegistrationCredentials | RegistrationResponse> {
  const { submit = true, ...rest } = params;
  return provider.request({ method: "dfns_register", params: submit ? { ...rest, submit } : rest });
}

/**
 * A signer for `@dfns/sdk`: `new DfnsApiClient({ …, signer: new CountersignSigner(provider) })` asks Countersign, and so the
 * person, for every user action.
 */
export class CountersignSigner {
  readonly #provider: Provider;

  constructor(provider: Provider) {
    this.#provider = provider;
  }

  /**
   * The first factor, which is all that the SDK sends.
   * @throws an Error with code 4200 and `data.reason` "secondFactorRequired" when the challenge demands a second one: use
   * `signFactors` and complete the call yourself. Nobody is asked when it demands one for every kind. Else ProviderRpcError
   * of the page contract.
   */
  async sign(challenge: AssertionChallenge): Promise<KeyFactor | Fido2Assertion> {
    const firsts = challenge.supportedCredentialKinds.filter(({ factor }) => factor !== "second");
    if (firsts.length > 0 && firsts.every(({ requiresSecondFactor }) => requiresSecondFactor)) {
      throw secondFactorRequired();
    }
    const { firstFactor, secondFactor } = await this.signFactors(challenge);
    if (secondFactor) throw secondFactorRequired();
    return firstFactor as KeyFactor | Fido2Assertion;
  }

  /** All factors that the challenge demands. @throws ProviderRpcError of the page contract */
  signFactors(challenge: AssertionChallenge): Promise<Factors> {
    return this.#provider.request({ method: "dfns_sign", params: { challenge } });
  }

  /**
   * One more credential for a user whose account is connected to this site: the challenge of `auth.createCredentialChallenge`
   * (or of its code). The answer is the whole body of `auth.createCredential`.
   * @throws Error for a registration's challenge: use `registerEndUser`, because the SDK would drop the recovery credential;
   * an Error with code 4200 and `data.reason` "unsupportedKind" for a Password or a Totp;
   * an Error with code 4100 and `data.reason` "noCredential" for a user who is not connected here. Else ProviderRpcError.
   */
  async create(
    challenge: CreateCredentialParams["challenge"] | RegisterParams["challenge"] | PasswordChallenge,
  ): Promise<NewKey> {
    if (!("challengeIdentifier" in challenge)) {
      throw failure(4200, "unsupportedMethod", "This is a registration's challenge. Use registerEndUser.");
    }
    if (!("challenge" in challenge)) {
      throw failure(
        4200,
        "unsupportedKind",
        `Countersign makes no credential of the kind ${challenge.kind}.`,
      );
    }
    const { accounts } = await this.#provider.request({ method: "dfns_connect" });
    const account = accounts.find(({ userId }) => userId === challenge.user.id);
    if (!account) throw failure(4100, "noCredential", "This user is not connected to this site.");
    const api = { url: account.url, orgId: account.orgId };
    const made = await this.#provider.request({
      method: "dfns_createCredential",
      params: { api, challenge },
    });
    return made as NewKey;
  }
}

const failure = (code: number, reason: string, message: string): Error =>
  Object.assign(new Error(message), { code, data: { reason, retryable: false } });

const secondFactorRequired = (): Error =>
  failure(
    4200,
    "secondFactorRequired",
    "This challenge demands two factors. Use signFactors, and send both.",
  );

/** What Dfns asks for a Password or a Totp: nothing to sign. */
interface PasswordChallenge {
  readonly kind: string;
  readonly user: { readonly id: string; readonly name: string };
  readonly challengeIdentifier: string;
}

/** A new credential in the SDK's own terms, which do not name PasswordProtectedKey here. */
export interface NewKey extends NewCredential {
  readonly credentialKind: "Key" | "Fido2";
}

/** A first factor in the SDK's own terms, which do not name PasswordProtectedKey yet. */
export interface KeyFactor {
  readonly kind: "Key";
  readonly credentialAssertion: KeyAssertion["credentialAssertion"];
}

export type {
  Api,
  AssertionChallenge,
  FactorKind,
  Fido2Assertion,
  NewCredential,
  RecoveryCredentials,
  RegistrationCredentials,
  Wallet,
} from "../core/dfns/types.ts";
export type {
  Account,
  Action,
  CreateCredentialParams,
  Events,
  Factors,
  Method,
  Methods,
  Params,
  Provider,
  ProviderDetail,
  ProviderRpcError,
  RecoverParams,
  RecoveryResponse,
  RegisterParams,
  RegistrationResponse,
  RelyingParty,
  Result,
  Status,
} from "./contract.ts";
