// What a person does after a registration. All of it runs in the page with the stock SDK; Countersign holds the keys.
import { DfnsApiClient } from "@dfns/sdk";
import type { CreateCredentialChallengeBody } from "@dfns/sdk/generated/auth/types";
import { type Api, CountersignSigner, type Provider } from "../../src/client/index.ts";
import { BackendError } from "./api.ts";

export type NewKind = CreateCredentialChallengeBody["kind"];

export interface Session {
  readonly api: Api;
  readonly token: string;
}

/** 0.01 ETH in wei, to the address that nobody has the key of. */
const TRANSFER = {
  kind: "Native",
  to: "0x000000000000000000000000000000000000dEaD",
  amount: "10000000000000000",
} as const;

const read = ({ api, token }: Session): DfnsApiClient =>
  new DfnsApiClient({ baseUrl: api.url, orgId: api.orgId, authToken: token });

/** Every call that is no GET asks Countersign for a signature. */
const write = (provider: Provider, { api, token }: Session): DfnsApiClient =>
  new DfnsApiClient({
    baseUrl: api.url,
    orgId: api.orgId,
    authToken: token,
    signer: new CountersignSigner(provider),
  });

async function firstWallet(session: Session): Promise<string> {
  const { items } = await read(session).wallets.listWallets();
  const [wallet] = items;
  if (!wallet) throw new Error("This user has no wallet.");
  return wallet.id;
}

/** The vault opens and answers the login; the page gets the session. */
export async function login(provider: Provider, api: Api, username: string): Promise<Session> {
  const { token } = await provider.request({ method: "dfns_login", params: { api, username } });
  return { api, token };
}

/** Countersign makes the credential, and signs the action that adds it. */
export async function addCredential(provider: Provider, session: Session, kind: NewKind): Promise<unknown> {
  const { auth } = write(provider, session);
  const challenge = await auth.createCredentialChallenge({ body: { kind } });
  return auth.createCredential({ body: await new CountersignSigner(provider).create(challenge) });
}

/** The SDK opens the action, and Countersign signs its challenge. */
export async function send(provider: Provider, session: Session): Promise<unknown> {
  const request = { walletId: await firstWallet(session), body: TRANSFER };
  return write(provider, session).wallets.transferAsset(request);
}

/** Countersign opens the action itself, so that what it shows is what is signed. The very same text is then sent. */
export async function sendSigned(provider: Provider, session: Session): Promise<unknown> {
  const { api, token } = session;
  const path = `/wallets/${await firstWallet(session)}/transfers`;
  const payload = JSON.stringify(TRANSFER);
  const params = { api, authToken: token, method: "POST", path, payload } as const;
  const { userAction } = await provider.request({ method: "dfns_signAction", params });
  const response = await fetch(api.url + path, {
    method: "POST",
    headers: {
      Authorization: `Bearer ${token}`,
      "Content-Type": "application/json",
      "X-DFNS-USERACTION": userAction,
    },
    body: payload,
  });
  const answer = await response.json();
  if (!response.ok) throw new BackendError(response.status, answer.error?.message ?? answer.message);
  return answer;
}
