import * as v from "valibot";
import type { ChallengeInfo } from "../src/core/dfns/challengeIdentifier.ts";
import type { Api, Assertion, AssertionChallenge, RecoveryChallenge } from "../src/core/dfns/types.ts";
import {
  assertionChallenge,
  MAX_LISTED,
  MAX_TOKEN,
  MAX_WALLETS,
  recoveryChallenge,
  text,
} from "../src/protocol/params.ts";
import type { RegistrationResponse } from "../src/protocol/results.ts";
import { cleanText } from "../src/protocol/text.ts";
import { answerText } from "./answerText.ts";

/** Dfns' no. `status` 0: no answer at all; `message`: its own words, cleaned and capped; `retryAfter` in seconds. */
export interface ApiRefusal {
  readonly status: number;
  readonly message: string;
  readonly retryAfter?: number;
}

/**
 * What became of a call. `refused`: Dfns said no and did nothing. `lost`: Dfns may have accepted, but no answer that fits
 * came back (network, time-out, redirect, a 5xx, something that is not the documented JSON).
 */
export type Outcome<T> =
  | { readonly type: "accepted"; readonly value: T }
  | { readonly type: "refused" | "lost"; readonly refusal: ApiRefusal };

/** The Dfns HTTP API, as far as the vault calls it itself. Tokens go to the API host of the account only. */
export interface DfnsApi {
  /** Posts `body`, the exact text that is kept, to `/auth/registration/enduser`, `/auth/registration` or `/auth/recover/user`. */
  completeRegistration(call: {
    readonly url: string;
    readonly token: string;
    readonly body: string;
    readonly completes: keyof typeof COMPLETIONS;
    readonly userId: string;
    /** When the token ends, in milliseconds since the epoch; the call is given up soon after. */
    readonly expiresAt: number;
  }): Promise<Outcome<RegistrationResponse>>;
  /** `/auth/recover/user/code`: Dfns e-mails a code. */
  sendRecoveryCode(api: Api, username: string): Promise<Outcome<unknown>>;
  /** `/auth/recover/user/init`, with that code */
  openRecovery(
    api: Api,
    asked: { readonly username: string; readonly credentialId: string; readonly verificationCode: string },
  ): Promise<Outcome<RecoveryChallenge>>;
  /** `/auth/login/init`: the ids that Dfns lists for signing in, which it does not do with a PasswordProtectedKey. */
  listForSignIn(api: Api, username: string): Promise<Outcome<readonly string[]>>;
  /** `/auth/login/init` */
  openLogin(api: Api, username: string, loginCode: string | undefined): Promise<Outcome<AssertionChallenge>>;
  /** `/auth/login` */
  completeLogin(url: string, answer: ChallengeAnswer): Promise<Outcome<{ readonly token: string }>>;
  /** `/auth/action/init`, with the exact payload text */
  openAction(url: string, token: string, action: ChallengeInfo): Promise<Outcome<AssertionChallenge>>;
  /** `/auth/action` */
  completeAction(
    url: string,
    token: string,
    answer: ChallengeAnswer,
  ): Promise<Outcome<{ readonly userAction: string }>>;
  /** `GET /auth/credentials`: all credentials of the user whose session it is */
  listCredentials(url: string, token: string): Promise<Outcome<readonly ListedCredential[]>>;
}

/** One row of `GET /auth/credentials`, with the members that the vault compares or shows. */
export interface ListedCredential {
  readonly kind: string;
  readonly credentialId: string;
  readonly name: string;
  readonly dateCreated: string;
  readonly isActive: boolean;
}

/** The body of `/auth/login` and `/auth/action`. */
export interface ChallengeAnswer {
  readonly challengeIdentifier: string;
  readonly firstFactor: Assertion;
  readonly secondFactor?: Assertion;
}

const COMPLETIONS = {
  endUser: "/auth/registration/enduser",
  user: "/auth/registration",
  recovery: "/auth/recover/user",
} as const;

/** Milliseconds. No answer is waited for longer than `PAST_EXPIRY` after the token has ended. */
const TIMEOUT = 20_000;
const CHECK_TIMEOUT = 4_500;
const CALL_TIMEOUT = 4_500;
const PAST_EXPIRY = 3_000;
const MAX_MESSAGE = 300;

/** Within what the vault's index takes, so that what Dfns has accepted can always be kept. */
const wallet = v.looseObject({
  id: text(512),
  network: text(100),
  address: v.optional(v.pipe(v.string(), v.maxLength(1024))),
  name: v.optional(v.pipe(v.string(), v.maxLength(1024))),
});

/** Older answers name the kind `credentialKind`; both are read. */
const registration = v.looseObject({
  credential: v.looseObject({ uuid: v.string() }),
  user: v.looseObject({
    id: text(64),
    username: text(512),
    orgId: v.optional(text(64)),
  }),
  authentication: v.optional(v.looseObject({ token: text(MAX_TOKEN) })),
  wallets: v.optional(v.pipe(v.array(wallet), v.maxLength(MAX_WALLETS))),
});

const credentialIds = v.optional(
  v.pipe(v.array(v.looseObject({ id: v.string() })), v.maxLength(MAX_LISTED)),
  [],
);
const session = v.object({ token: text(MAX_TOKEN) });
const userAction = v.object({ userAction: text(MAX_TOKEN) });

const listing = v.object({
  items: v.pipe(
    v.array(
      v.object({
        kind: text(64),
        credentialId: text(1024),
        name: v.optional(v.pipe(v.string(), v.maxLength(1024)), ""),
        dateCreated: v.optional(v.pipe(v.string(), v.maxLength(64)), ""),
        isActive: v.optional(v.boolean(), true),
      }),
    ),
    v.maxLength(MAX_LISTED),
  ),
});

const loginChallenge = v.looseObject({
  allowCredentials: v.looseObject({
    key: credentialIds,
    passwordProtectedKey: credentialIds,
    webauthn: credentialIds,
  }),
});

const failure = v.looseObject({
  error: v.optional(v.looseObject({ message: v.string() })),
  message: v.optional(v.string()),
});

type Fetch = typeof globalThis.fetch;
type Calls<K extends keyof DfnsApi> = Pick<DfnsApi, K>;

export const createApi = (fetch: Fetch, now: () => number): DfnsApi => ({
  ...registrationCalls(fetch, now),
  ...recoveryCalls(fetch),
  ...loginCalls(fetch),
  ...actionCalls(fetch),
});

function registrationCalls(fetch: Fetch, now: () => number): Calls<"completeRegistration"> {
  return {
    async completeRegistration({ url, token, body, completes, userId, expiresAt }) {
      const timeout = Math.min(TIMEOUT, Math.max(0, expiresAt - now()) + PAST_EXPIRY);
      const call = { url: url + COMPLETIONS[completes], body, token, timeout };
      const outcome = await post(fetch, call, registration);
      if (outcome.type !== "accepted") return outcome;
      const answer = outcome.value as unknown as RegistrationResponse;
      const whole = completes !== "endUser" || answer.authentication !== undefined;
      const fits = answer.user.id === userId && whole;
      return fits ? { type: "accepted", value: answer } : lost(200);
    },
  };
}

function recoveryCalls(fetch: Fetch): Calls<"sendRecoveryCode" | "openRecovery"> {
  return {
    sendRecoveryCode({ url, orgId }, username) {
      const body = JSON.stringify({ username, orgId });
      const call = { url: `${url}/auth/recover/user/code`, body, timeout: CALL_TIMEOUT };
      return post(fetch, call, v.looseObject({}));
    },
    openRecovery({ url, orgId }, { username, credentialId, verificationCode }) {
      const body = JSON.stringify({ username, verificationCode, orgId, credentialId });
      const call = { url: `${url}/auth/recover/user/init`, body, timeout: CALL_TIMEOUT };
      return post(fetch, call, recoveryChallenge);
    },
  };
}

function loginCalls(
  fetch: Fetch,
): Calls<"listForSignIn" | "openLogin" | "completeLogin" | "listCredentials"> {
  return {
    async listForSignIn({ url, orgId }, username) {
      const body = JSON.stringify({ username, orgId });
      const call = { url: `${url}/auth/login/init`, body, timeout: CHECK_TIMEOUT };
      const outcome = await post(fetch, call, loginChallenge);
      if (outcome.type !== "accepted") return outcome;
      const { key, passwordProtectedKey, webauthn } = outcome.value.allowCredentials;
      return { type: "accepted", value: [...key, ...passwordProtectedKey, ...webauthn].map(({ id }) => id) };
    },
    openLogin({ url, orgId }, username, loginCode) {
      const body = JSON.stringify({ username, orgId, ...(loginCode !== undefined && { loginCode }) });
      return post(fetch, { url: `${url}/auth/login/init`, body, timeout: CALL_TIMEOUT }, assertionChallenge);
    },
    completeLogin(url, answer) {
      const body = JSON.stringify(answer);
      return post(fetch, { url: `${url}/auth/login`, body, timeout: CALL_TIMEOUT }, session);
    },
    async listCredentials(url, token) {
      const call = { url: `${url}/auth/credentials`, token, timeout: CALL_TIMEOUT };
      const outcome = await exchange(fetch, call, listing);
      return outcome.type === "accepted" ? { type: "accepted", value: outcome.value.items } : outcome;
    },
  };
}

function actionCalls(fetch: Fetch): Calls<"openAction" | "completeAction"> {
  return {
    openAction(url, token, { method, path, payload }) {
      const body = JSON.stringify({
        userActionHttpMethod: method,
        userActionHttpPath: path,
        userActionPayload: payload,
        userActionServerKind: "Api",
      });
      const call = { url: `${url}/auth/action/init`, body, token, timeout: CALL_TIMEOUT };
      return post(fetch, call, assertionChallenge);
    },
    completeAction(url, token, answer) {
      const call = { url: `${url}/auth/action`, body: JSON.stringify(answer), token, timeout: CALL_TIMEOUT };
      return post(fetch, call, userAction);
    },
  };
}

interface Call {
  readonly url: string;
  readonly body?: string;
  readonly token?: string;
  readonly timeout: number;
}

const post = <S extends v.GenericSchema>(fetch: Fetch, call: Call & { readonly body: string }, schema: S) =>
  exchange(fetch, call, schema);

/** A POST of the body, or a GET without one. */
async function exchange<S extends v.GenericSchema>(
  fetch: Fetch,
  { url, body, token, timeout }: Call,
  schema: S,
): Promise<Outcome<v.InferOutput<S>>> {
  let response: Response;
  try {
    response = await fetch(url, {
      method: body === undefined ? "GET" : "POST",
      headers: {
        "Content-Type": "application/json",
        ...(token && { Authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && { body }),
      redirect: "error",
      credentials: "omit",
      cache: "no-store",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(timeout),
    });
  } catch {
    return lost(0);
  }
  const text = await answerText(response).catch(() => null);
  if (response.status >= 400 && response.status < 500)
    return { type: "refused", refusal: refusalOf(response, text ?? "") };
  if (!response.ok || text === null) return lost(response.status);
  const parsed = v.safeParse(schema, parseJson(text));
  return parsed.success ? { type: "accepted", value: parsed.output } : lost(response.status);
}

const lost = (status: number) => ({ type: "lost", refusal: { status, message: "" } }) as const;

function refusalOf(response: Response, text: string): ApiRefusal {
  const parsed = v.safeParse(failure, parseJson(text));
  const words = parsed.success ? (parsed.output.error?.message ?? parsed.output.message ?? "") : "";
  const wait = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  return {
    status: response.status,
    message: cleanText(words, MAX_MESSAGE),
    ...(wait > 0 && { retryAfter: Math.min(wait, 3600) }),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
