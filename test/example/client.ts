// An end user's half of protocol.md section 2, written out for the tests, and a caller of the local Dfns.
import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { DfnsApiClient } from "@dfns/sdk";
import type { UserActionChallenge } from "@dfns/sdk/signer";
import { AsymmetricKeySigner } from "@dfns/sdk-keysigner";
import type { LocalDfns } from "../../example/dfns/server.ts";

export type Json = Record<string, unknown>;

/** What the tests read of Dfns' answers; what of it is there depends on the call. */
export interface Body extends UserActionChallenge {
  readonly [member: string]: unknown;
  readonly allowCredentials: UserActionChallenge["allowCredentials"] & {
    readonly passwordProtectedKey: readonly { readonly id: string; readonly encryptedPrivateKey: string }[];
  };
  readonly authentication: { readonly token: string };
  readonly code: string;
  readonly credentialId: string;
  readonly error: { readonly message: string };
  readonly id: string;
  readonly items: readonly Json[];
  readonly temporaryAuthenticationToken: string;
  readonly token: string;
  readonly user: { readonly id: string; readonly name: string; readonly orgId: string };
  readonly userAction: string;
  readonly wallets: readonly { readonly id: string; readonly address: string; readonly network: string }[];
}

export interface Answer {
  readonly status: number;
  readonly body: Body;
}

export async function send(dfns: LocalDfns, method: string, path: string, body?: unknown, token?: string) {
  return sendText(dfns, method, path, body === undefined ? undefined : JSON.stringify(body), token);
}

export async function sendText(
  dfns: LocalDfns,
  method: string,
  path: string,
  body?: string,
  token?: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(dfns.url + path, {
    method,
    headers: {
      "Content-Type": "application/json",
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body !== undefined && { body }),
  });
  return { status: response.status, body: await response.json() };
}

export interface Key {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly credId: string;
}

export type Curve = "P-256" | "secp256k1" | "ed25519";

export function newKey(curve: Curve = "P-256"): Key {
  const pair =
    curve === "ed25519" ? generateKeyPairSync("ed25519") : generateKeyPairSync("ec", { namedCurve: curve });
  const spki = pair.publicKey.export({ format: "der", type: "spki" });
  return { ...pair, credId: createHash("sha256").update(spki).digest("base64url") };
}

export function pem(key: Key, layout: "wrapped" | "oneLine" | "finalNewline" = "wrapped"): string {
  const openssl = key.publicKey.export({ format: "pem", type: "spki" }).toString();
  if (layout === "finalNewline") return openssl;
  if (layout === "wrapped") return openssl.trimEnd();
  const der = key.publicKey.export({ format: "der", type: "spki" }).toString("base64");
  return `-----BEGIN PUBLIC KEY-----\n${der}\n-----END PUBLIC KEY-----`;
}

export const base64url = (text: string): string => Buffer.from(text).toString("base64url");

export const isEd25519 = (key: Key): boolean => key.privateKey.asymmetricKeyType === "ed25519";

export const signBytes = (key: Key, data: string, dsaEncoding: "der" | "ieee-p1363" = "der"): Buffer =>
  sign(isEd25519(key) ? null : "sha256", Buffer.from(data), { key: key.privateKey, dsaEncoding });

export interface CreateOptions {
  readonly clientData?: string;
  readonly publicKey?: string;
  readonly clientDataHash?: string;
  readonly encode?: (fingerprint: string) => string;
  readonly extra?: Json;
  readonly credId?: string;
}

/** `credentialInfo` of a new credential, right unless `options` spoils a step. */
export function attest(key: Key, challenge: string, options: CreateOptions = {}): Json {
  const clientData = options.clientData ?? JSON.stringify({ challenge, type: "key.create" });
  const publicKey = options.publicKey ?? pem(key);
  const clientDataHash = options.clientDataHash ?? createHash("sha256").update(clientData).digest("hex");
  const fingerprint = JSON.stringify({ clientDataHash, publicKey });
  const signature = (options.encode ?? ((text) => signBytes(key, text).toString("hex")))(fingerprint);
  return {
    credId: options.credId ?? key.credId,
    clientData: base64url(clientData),
    attestationData: base64url(JSON.stringify({ publicKey, signature, ...options.extra })),
  };
}

export const keyCredential = (key: Key, challenge: string, options?: CreateOptions): Json => ({
  credentialKind: "Key",
  credentialInfo: attest(key, challenge, options),
});

export const protectedCredential = (key: Key, challenge: string, options?: CreateOptions): Json => ({
  credentialKind: "PasswordProtectedKey",
  credentialInfo: attest(key, challenge, options),
  encryptedPrivateKey: "c2VhbGVk",
});

export const recoveryCredential = (key: Key, challenge: string, options?: CreateOptions): Json => ({
  credentialKind: "RecoveryKey",
  credentialInfo: attest(key, challenge, options),
  encryptedPrivateKey: "c2VhbGVk",
});

/** `credentialAssertion` of a credential, right unless `options` spoils a step. */
export function assert(
  key: Key,
  challenge: string,
  options: { clientData?: string; encode?: (text: string) => string; extra?: Json; credId?: string } = {},
): Json {
  const clientData = options.clientData ?? JSON.stringify({ challenge, type: "key.get" });
  return {
    credId: options.credId ?? key.credId,
    clientData: base64url(clientData),
    signature: (options.encode ?? ((text) => signBytes(key, text).toString("base64url")))(clientData),
    ...options.extra,
  };
}

/** A Key credential as the stock key signer holds it. */
export const signerOf = (key: Key): AsymmetricKeySigner =>
  new AsymmetricKeySigner({
    credId: key.credId,
    privateKey: key.privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
  });

export const keyFactor = (key: Key, challenge: string): Json => ({
  kind: "Key",
  credentialAssertion: assert(key, challenge),
});

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly payload: string;
}

export const initAction = (
  dfns: LocalDfns,
  session: string,
  { method, path, payload }: Call,
): Promise<Answer> => {
  const init = { userActionHttpMethod: method, userActionHttpPath: path, userActionPayload: payload };
  return send(dfns, "POST", "/auth/action/init", init, session);
};

/** A user action token for this very call. */
export async function signAction(dfns: LocalDfns, session: string, key: Key, call: Call): Promise<string> {
  const { body: challenge } = await initAction(dfns, session, call);
  const { challengeIdentifier } = challenge;
  const answer = { challengeIdentifier, firstFactor: keyFactor(key, challenge.challenge) };
  const { status, body } = await send(dfns, "POST", "/auth/action", answer, session);
  if (status !== 200) throw new Error(`the action was refused: ${body.error.message}`);
  return body.userAction;
}

/** The call with its user action. */
export async function signed(
  dfns: LocalDfns,
  { session, key }: { readonly session: string; readonly key: Key },
  method: string,
  path: string,
  body: unknown,
): Promise<Answer> {
  const payload = JSON.stringify(body);
  const headers = { "X-DFNS-USERACTION": await signAction(dfns, session, key, { method, path, payload }) };
  return sendText(dfns, method, path, payload, session, headers);
}

/** What a refusal looks like, for `toMatchObject`. */
export const error = (status: number, message: string) => ({ status, body: { error: { status, message } } });

export const refusals = {
  challengeInvalid: error(400, "Challenge token is not valid."),
  signatureInvalid: error(400, "Unable to verify signature"),
  noCredential: error(401, "User does not have a credential that can be used for the application."),
  secondFactorRequired: error(400, "A second factor is required."),
  userTokenInvalid: error(401, "user token is missing or invalid"),
  userActionInvalid: error(403, "user action signature is missing or invalid"),
  codeInvalid: error(403, "Invalid code"),
  userNotFound: error(401, "User not found"),
} as const;

/** A customer's service account on the stock SDK. */
export const service = (dfns: LocalDfns): DfnsApiClient =>
  new DfnsApiClient({
    baseUrl: dfns.url,
    orgId: dfns.orgId,
    authToken: dfns.serviceAccount.token,
    signer: new AsymmetricKeySigner({
      credId: dfns.serviceAccount.credId,
      privateKey: dfns.serviceAccount.privateKeyPem,
    }),
  });

export const beginDelegated = (dfns: LocalDfns, username: string) =>
  service(dfns).auth.createDelegatedRegistrationChallenge({ body: { email: username, kind: "EndUser" } });

export const beginSocial = async (dfns: LocalDfns, username: string): Promise<Answer> =>
  send(dfns, "POST", "/auth/registration/social", {
    socialLoginProviderKind: "Oidc",
    idToken: await dfns.idToken(username),
  });

export const WALLETS = [{ network: "EthereumSepolia", name: "main" }, { network: "Solana" }] as const;

/** Registers a person with a Key and a RecoveryKey, and says what came of it. */
export async function register(dfns: LocalDfns, username: string, key: Key = newKey()) {
  const { body: challenge } = await beginSocial(dfns, username);
  const body = {
    firstFactorCredential: keyCredential(key, challenge.challenge),
    recoveryCredential: recoveryCredential(newKey(), challenge.challenge),
    wallets: WALLETS,
  };
  const token: string = challenge.temporaryAuthenticationToken;
  const answer = await send(dfns, "POST", "/auth/registration/enduser", body, token);
  return { key, answer, token, body, challenge, session: String(answer.body.authentication?.token) };
}
