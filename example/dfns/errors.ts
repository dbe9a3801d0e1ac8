import { randomUUID } from "node:crypto";

/** Every refusal with the status and the words of Dfns (protocol.md section 6; `*` marks a status that no source states). */
const refusals = {
  invalidRequest: [400, "Invalid request"],
  codeExpired: [400, "Registration code expired"],
  userActionUsed: [400, "user action has already been used"],
  challengeInvalid: [400, "Challenge token is not valid."],
  signatureInvalid: [400, "Unable to verify signature"], // *
  secondFactorRequired: [400, "A second factor is required."], // *
  userTokenInvalid: [401, "user token is missing or invalid"],
  userExists: [401, "User already exists."],
  userNotFound: [401, "User not found"],
  noCredential: [401, "User does not have a credential that can be used for the application."],
  recoveryCredentialInvalid: [401, "Credential cannot be used as a recovery factor."],
  userActionInvalid: [403, "user action signature is missing or invalid"],
  codeInvalid: [403, "Invalid code"],
  notAuthorized: [403, "not authorized"],
  notFound: [404, "Not Found"],
  credentialExists: [409, "Credential already exists."], // *
  internal: [500, "Internal Server Error"],
} as const;

export type RefusalCode = keyof typeof refusals;
export type RefusalStatus = (typeof refusals)[RefusalCode][0];

/** A request that Dfns would refuse. `details` says why, for the developer; Dfns itself says less. */
export class Refusal extends Error {
  readonly status: RefusalStatus;
  readonly details: string | null;

  constructor(code: RefusalCode, details: string | null = null, message: string = refusals[code][1]) {
    super(message);
    this.status = refusals[code][0];
    this.details = details;
  }
}

/** @throws Refusal always; a function so that it can stand where a value is due. */
export function refuse(code: RefusalCode, details?: string): never {
  throw new Refusal(code, details);
}

export interface ErrorBody {
  readonly error: {
    readonly id: string;
    readonly status: number;
    readonly message: string;
    readonly details: string | null;
  };
}

/** The newest error shape (protocol.md section 6), with a fresh request id. */
export const errorBody = (refusal: Refusal): ErrorBody => ({
  error: {
    id: randomUUID(),
    status: refusal.status,
    message: refusal.message,
    details: refusal.details,
  },
});
