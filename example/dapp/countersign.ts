// The methods and the signer of countersign-client that its types do not name yet, as the page contract promises them.
// To go when they do.
import type { CredentialSigner, UserActionChallenge } from "@dfns/sdk";
import type { CreateCredentialBody, CreateCredentialChallengeResponse } from "@dfns/sdk/generated/auth/types";
import * as client from "../../src/client/index.ts";

interface Calls {
  dfns_login: {
    readonly params: { readonly api: client.Api; readonly username: string };
    readonly result: { readonly token: string };
  };
  dfns_signAction: {
    readonly params: {
      readonly api: client.Api;
      readonly authToken: string;
      readonly method: "POST";
      readonly path: string;
      readonly payload: string;
    };
    readonly result: { readonly userAction: string };
  };
  dfns_createCredential: {
    readonly params: {
      readonly api: client.Api;
      readonly challenge: CreateCredentialChallengeResponse;
      readonly name: string;
    };
    readonly result: CreateCredentialBody;
  };
}

interface Asks {
  request<M extends keyof Calls>(args: {
    readonly method: M;
    readonly params: Calls[M]["params"];
  }): Promise<Calls[M]["result"]>;
}

interface Signers {
  readonly CountersignSigner: new (
    provider: client.Provider,
  ) => { sign(challenge: UserActionChallenge): ReturnType<CredentialSigner["sign"]> };
}

/** One approval in the Countersign window. @throws ProviderRpcError */
export const ask = <M extends keyof Calls>(
  provider: client.Provider,
  method: M,
  params: Calls[M]["params"],
): Promise<Calls[M]["result"]> => (provider as unknown as Asks).request({ method, params });

/** What `DfnsApiClient` takes as `signer`: it asks Countersign for every signature. */
export const createSigner = (provider: client.Provider): CredentialSigner =>
  new (client as unknown as Signers).CountersignSigner(provider);
