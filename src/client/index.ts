import type { RegistrationCredentials } from "../core/dfns/types.ts";
import type { Provider, ProviderDetail, RegisterParams, RegistrationResponse } from "./contract.ts";

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

export type { Api, FactorKind, RegistrationCredentials, Wallet } from "../core/dfns/types.ts";
export type {
  Account,
  Events,
  Method,
  Methods,
  Params,
  Provider,
  ProviderDetail,
  ProviderRpcError,
  RegisterParams,
  RegistrationResponse,
  Result,
  Status,
} from "./contract.ts";
