/** The shapes of params: parts that requests share, and what sites send. Members are closed unless Dfns made them. */
import * as v from "valibot";
import type { FactorKind } from "../core/dfns/types.ts";

/** Params of one request may not be larger than this, in characters of JSON. */
export const MAX_PARAMS = 256 * 1024;
export const MAX_WALLETS = 100;
export const MAX_TOKEN = 16 * 1024;

export const text = (max: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(max));
const name = text(100);
export const approvalId = v.pipe(v.string(), v.uuid());
export const recordId = text(64);
/** What a person types as a recovery phrase, right or wrong. */
export const typedPhrase = v.pipe(v.string(), v.maxLength(1000));
/** The number of a word, from 1; and the three that are asked for. */
export const place = v.pipe(v.number(), v.integer());
export const threeWords = v.tuple([v.string(), v.string(), v.string()]);
/** `userId@url` */
export const accountId = text(300);

const api = v.strictObject({ url: text(200), orgId: text(64) });

/** Base64url text, as Dfns sends it: 16 to 4096 characters, padding tolerated. */
const challengeText = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{16,4096}={0,2}$/));

const maybe = <S extends v.GenericSchema>(schema: S) => v.fallback(v.optional(schema), undefined);
const transports = v.optional(v.array(text(32)));

/** What only a page's authenticator reads; another kind of credential does not fail for it. */
const forAuthenticators = {
  attestation: maybe(text(32)),
  pubKeyCredParams: maybe(v.array(v.object({ type: text(32), alg: v.number() }))),
  excludeCredentials: maybe(v.array(v.object({ type: text(32), id: text(2048), transports }))),
  authenticatorSelection: maybe(
    v.object({
      authenticatorAttachment: v.optional(text(32)),
      residentKey: v.optional(text(32)),
      requireResidentKey: v.optional(v.boolean()),
      userVerification: v.optional(text(32)),
    }),
  ),
};

const user = v.object({ id: text(64), name: text(512), displayName: v.optional(v.string(), "") });

const registrationChallenge = v.object({
  user,
  temporaryAuthenticationToken: text(MAX_TOKEN),
  challenge: challengeText,
  supportedCredentialKinds: v.object({
    firstFactor: v.array(v.string()),
    secondFactor: v.optional(v.array(v.string()), []),
  }),
  ...forAuthenticators,
});

/** A person has a few recovery credentials; each is tried with what is typed. */
const recoverable = v.object({
  id: text(1024),
  encryptedRecoveryKey: v.pipe(v.string(), v.maxLength(MAX_TOKEN)),
});

export const recoveryChallenge = v.object({
  ...registrationChallenge.entries,
  allowedRecoveryCredentials: v.pipe(v.array(recoverable), v.maxLength(20)),
});

/** Any text: a kind that Countersign does not make is `unsupportedKind`, with a message of its own, not a shape error. */
const factorKind = text(64);
const relyingParty = v.optional(v.strictObject({ id: text(253), name }));

const wallets = v.pipe(
  v.array(v.strictObject({ network: text(100), name: v.optional(name) })),
  v.minLength(1),
  v.maxLength(MAX_WALLETS),
);

/** The five lines of a recovery kit, without the words. */
export const recoverStartParams = v.strictObject({
  username: text(512),
  orgId: text(64),
  url: text(200),
  credentialId: text(1024),
});
/** The kinds of first factor, in the order in which a challenge is looked through for one. */
export const FACTORS = ["Key", "PasswordProtectedKey", "Fido2"] as const satisfies readonly FactorKind[];
/** Where the person may go in the pages of a recovery that is opened. */
export const RECOVER_STEPS = ["newPhrase", "words", "ready"] as const;

export const registerParams = v.strictObject({
  api,
  challenge: registrationChallenge,
  firstFactor: v.optional(factorKind),
  secondFactor: v.optional(factorKind),
  wallets: v.optional(wallets),
  relyingParty,
  submit: v.optional(v.literal(true)),
});

export const recoverParams = v.strictObject({
  api,
  challenge: recoveryChallenge,
  firstFactor: v.optional(factorKind),
  relyingParty,
  submit: v.optional(v.literal(true)),
});

/** The challenge for one more credential, as Dfns sends it; unknown members are ignored. */
const credentialChallenge = v.object({
  kind: factorKind,
  user,
  challenge: challengeText,
  challengeIdentifier: text(MAX_TOKEN),
  ...forAuthenticators,
});

export const createCredentialParams = v.strictObject({
  api,
  challenge: credentialChallenge,
  name: v.optional(name),
  relyingParty,
});

/** More credentials than a person has; a list this long is made to keep us busy. */
export const MAX_LISTED = 1000;
const listed = <S extends v.GenericSchema>(item: S) => v.pipe(v.array(item), v.maxLength(MAX_LISTED));
const allowed = v.optional(listed(v.object({ id: text(1024) })), []);
const containers = listed(v.object({ id: text(1024), encryptedPrivateKey: text(MAX_TOKEN) }));

/** The challenge of a login or a user action, as Dfns sends it; unknown members are ignored. */
export const assertionChallenge = v.object({
  challenge: challengeText,
  challengeIdentifier: text(MAX_PARAMS),
  supportedCredentialKinds: listed(
    v.object({ kind: v.string(), factor: v.string(), requiresSecondFactor: v.boolean() }),
  ),
  allowCredentials: v.object({
    key: allowed,
    webauthn: allowed,
    passwordProtectedKey: v.optional(containers),
  }),
  userVerification: maybe(text(32)),
});

const httpMethod = v.picklist(["POST", "PUT", "DELETE", "GET"]);
const payload = v.string();
const action = { method: httpMethod, path: text(2048), payload };

export const signParams = v.strictObject({
  challenge: assertionChallenge,
  action: v.optional(v.strictObject(action)),
  api: v.optional(api),
  relyingParty,
});

export const loginParams = v.strictObject({
  api,
  username: text(512),
  loginCode: v.optional(text(64)),
  relyingParty,
});

export const signActionParams = v.strictObject({ api, authToken: text(MAX_TOKEN), ...action, relyingParty });

export const password = v.pipe(v.string(), v.maxLength(4096));
