/**
 * Every failure of Countersign, one row each. The first group is public (the page contract) and may reach a page; the
 * second stays between the background and our own pages, and a page sees `internal` in its place.
 */
const disconnected = {
  code: 4900,
  retryable: true,
  message: "Countersign went away (it was updated or switched off). Reload the page.",
} as const;

const PUBLIC_ERRORS = {
  userRejected: { code: 4001, retryable: false, message: "The person rejected the request." },
  expired: { code: 4001, retryable: true, message: "Nobody answered before the request expired." },
  unauthorized: {
    code: 4100,
    retryable: false,
    message: "This site is not connected. Call dfns_connect first.",
  },
  locked: { code: 4100, retryable: true, message: "The vault stayed locked until the request expired." },
  noCredential: { code: 4100, retryable: false, message: "No credential of this site fits the challenge." },
  unsupportedMethod: { code: 4200, retryable: false, message: "Countersign does not have this method." },
  unsupportedKind: {
    code: 4200,
    retryable: false,
    message: "Countersign cannot make a credential of this kind.",
  },
  disconnected,
  pending: {
    code: -32002,
    retryable: true,
    message: "This site already has a request waiting. Its window was brought forward.",
  },
  rateLimited: { code: -32005, retryable: true, message: "Too many requests. Wait before asking again." },
  invalidParams: { code: -32602, retryable: false, message: "The params do not have the documented shape." },
  internal: { code: -32603, retryable: false, message: "Something went wrong inside Countersign." },
  apiError: { code: -32080, retryable: true, message: "Dfns refused the request or did not answer." },
  answerLost: {
    code: -32080,
    retryable: false,
    message: "Dfns accepted the request, but its answer was lost.",
  },
  challengeExpired: {
    code: -32081,
    retryable: true,
    message: "The challenge has expired. Ask Dfns for a new one.",
  },
  policyForbids: {
    code: -32082,
    retryable: false,
    message: "The organisation's policy does not allow this.",
  },
} as const;

const PRIVATE_ERRORS = {
  notOpened: { code: -32100, retryable: true, message: "The vault did not open." },
  noVault: { code: -32101, retryable: false, message: "There is no vault yet." },
  vaultExists: { code: -32102, retryable: false, message: "There is a vault already." },
  unsupportedVersion: { code: -32103, retryable: false, message: "The vault has a newer format." },
  weakPassword: { code: -32104, retryable: true, message: "The password does not fit the rules." },
  stale: { code: -32105, retryable: true, message: "The request changed while it was shown." },
  gone: { code: -32106, retryable: false, message: "The request is no longer there." },
  malformed: { code: -32107, retryable: false, message: "The bytes do not have the expected form." },
  storage: { code: -32108, retryable: true, message: "The browser could not store the data." },
  notABackup: { code: -32109, retryable: false, message: "This is not a Countersign backup." },
  damagedBackup: { code: -32110, retryable: false, message: "The backup was changed or cut off." },
} as const;

/** In a pure call, so that page scripts, which need one row, do not carry the table. */
export const ERRORS = /* @__PURE__ */ (() => ({ ...PUBLIC_ERRORS, ...PRIVATE_ERRORS }))();

export type Reason = keyof typeof ERRORS;

/** What travels with an error. `retryAfter` is in seconds; `message` are Dfns' own words, capped and cleaned. */
export interface ErrorData {
  readonly reason: Reason;
  readonly retryable: boolean;
  readonly path?: string;
  readonly status?: number;
  readonly message?: string;
  readonly retryAfter?: number;
}

/** An error as plain JSON, the only form that crosses a process boundary. */
export interface ErrorJson {
  readonly code: number;
  readonly message: string;
  readonly data: ErrorData;
}

/** The one error class that may cross a boundary (shape: EIP-1193). Never carries a cause, a stack of ours or a secret. */
export class ProviderRpcError extends Error {
  override readonly name = "ProviderRpcError";
  readonly code: number;
  readonly data: ErrorData;

  constructor({ code, message, data }: ErrorJson) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

/** The row that page scripts need on their own; they must stay small. */
export const disconnectedError = (): ProviderRpcError =>
  new ProviderRpcError({
    code: disconnected.code,
    message: disconnected.message,
    data: { reason: "disconnected", retryable: disconnected.retryable },
  });

/** An error of the table; `details` adds to its data, `message` replaces its sentence. */
export function rpcError(
  reason: Reason,
  details: Omit<ErrorData, "reason" | "retryable"> = {},
  message: string = ERRORS[reason].message,
): ProviderRpcError {
  const { code, retryable } = ERRORS[reason];
  return new ProviderRpcError({ code, message, data: { reason, retryable, ...details } });
}

/** Whether it is an error of the table, for that reason. */
export const hasReason = (error: unknown, reason: Reason): error is ProviderRpcError =>
  error instanceof ProviderRpcError && error.data.reason === reason;

/** For a `catch`. @returns `null` for an error with that reason; any other is thrown on */
export const nullIf =
  (reason: Reason) =>
  (error: unknown): null => {
    if (hasReason(error, reason)) return null;
    throw error;
  };

/** The error as a page may see it: public rows as they are, everything else as a bare `internal`. */
export function toPublicJson(error: unknown): ErrorJson {
  const shown =
    error instanceof ProviderRpcError && error.data.reason in PUBLIC_ERRORS ? error : rpcError("internal");
  return toJson(shown);
}

/** The error as our own pages may see it: each row of the table, everything else as a bare `internal`. */
export function toPrivateJson(error: unknown): ErrorJson {
  return toJson(error instanceof ProviderRpcError ? error : rpcError("internal"));
}

function toJson({ code, message, data }: ProviderRpcError): ErrorJson {
  return { code, message, data };
}
