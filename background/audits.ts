import * as v from "valibot";
import { sameId } from "../src/core/bytes.ts";
import { rpcError } from "../src/core/errors.ts";
import type { AccountEntry, Index, RecordEntry } from "../src/core/vault/index.ts";
import type { AuditOutcome, AuditView } from "../src/protocol/auditViews.ts";
import { cleanText } from "../src/protocol/text.ts";
import type { DfnsApi, ListedCredential } from "./api.ts";
import type { Keyring } from "./keyring.ts";
import type { Session } from "./session.ts";
import { expiryOf } from "./tokens.ts";

/**
 * Compares what Dfns lists for an account with what this vault holds: a site that registers somebody could have slipped a
 * credential of its own in. It takes a session token, which is kept in memory until the lock, for that account's host alone.
 */
export interface Audits {
  /** Keeps the token of a sign-in and compares, unless that was done since the newest credential; never throws. */
  signedIn(accountId: string, token: string): Promise<void>;
  /** Compares now. @throws `gone` for an account that is no longer there */
  check(accountId: string): Promise<AuditOutcome>;
  /** What the last comparison found, since the browser started. */
  last(accountId: string): Promise<AuditView | null>;
  /** Forgets the tokens. */
  forget(): Promise<void>;
}

interface Parts {
  readonly keyring: Keyring;
  readonly session: Session;
  readonly api: DfnsApi;
  readonly now: () => number;
  readonly changed: () => Promise<void>;
}

const TOKENS = "signedIn";
const FOUND = "audits";

const tokens = v.record(v.string(), v.string());
const stranger = v.object({ name: v.string(), kind: v.string(), createdAt: v.nullable(v.string()) });
const found = v.record(
  v.string(),
  v.object({ at: v.number(), count: v.number(), strangers: v.array(stranger), missing: v.array(v.string()) }),
);

export function createAudits({ keyring, session, api, now, changed }: Parts): Audits {
  const allTokens = async () => (await session.read(TOKENS, tokens)) ?? {};
  const allFound = async () => (await session.read(FOUND, found)) ?? {};
  const last = async (accountId: string): Promise<AuditView | null> => (await allFound())[accountId] ?? null;

  const check = async (accountId: string): Promise<AuditOutcome> => {
    const account = accountIn(await keyring.index(), accountId);
    const token = (await allTokens())[accountId];
    if (token === undefined || expiryOf(token, now()) <= now()) return { outcome: "noSession" };
    const listed = await api.listCredentials(account.url, token);
    if (listed.type !== "accepted") return { outcome: "failed", refusal: refusalOf(listed, now()) };
    const compared = compare(listed.value, heldBy(await keyring.index(), accountId), now());
    await session.write(FOUND, { ...(await allFound()), [accountId]: compared });
    await changed();
    return { outcome: "compared", ...compared };
  };

  const isDue = async (accountId: string): Promise<boolean> => {
    const before = await last(accountId);
    const newest = heldBy(await keyring.index(), accountId).map(({ createdAt }) => Date.parse(createdAt));
    return before === null || before.at < Math.max(0, ...newest);
  };

  return {
    async signedIn(accountId, token) {
      try {
        const due = await isDue(accountId);
        await session.write(TOKENS, { ...(await allTokens()), [accountId]: token });
        if (due) await check(accountId);
      } catch {
        // The sign-in itself went well; the page says when it was last compared.
      }
    },
    check,
    last,
    forget: () => session.remove(TOKENS),
  };
}

function accountIn({ accounts }: Index, accountId: string): AccountEntry {
  const account = accounts.find(({ id }) => id === accountId);
  if (!account) throw rpcError("gone");
  return account;
}

/** The credentials that Dfns should know by now. */
const heldBy = ({ records }: Index, accountId: string): readonly RecordEntry[] =>
  records.filter((entry) => entry.accountId === accountId && entry.kind !== "pending");

/** Neither replaced by a recovery nor still to be added by the site. */
const isCurrent = ({ invalidAt, offeredAt }: RecordEntry): boolean =>
  invalidAt === undefined && offeredAt === undefined;

function compare(listed: readonly ListedCredential[], held: readonly RecordEntry[], at: number): AuditView {
  const active = listed.filter(({ isActive }) => isActive);
  const isOurs = ({ credentialId }: ListedCredential) =>
    held.some(({ credId }) => sameId(credId, credentialId));
  const isListed = ({ credId }: RecordEntry) =>
    active.some(({ credentialId }) => sameId(credId, credentialId));
  return {
    at,
    count: active.length,
    strangers: active
      .filter((one) => !isOurs(one))
      .map(({ name, kind, dateCreated }) => ({
        name: cleanText(name, 100),
        kind: cleanText(kind, 40),
        createdAt: Number.isNaN(Date.parse(dateCreated)) ? null : dateCreated,
      })),
    missing: held.filter((entry) => isCurrent(entry) && !isListed(entry)).map(({ name }) => name),
  };
}

function refusalOf(
  { refusal }: Exclude<Awaited<ReturnType<DfnsApi["listCredentials"]>>, { type: "accepted" }>,
  now: number,
) {
  const { status, message, retryAfter } = refusal;
  return { status, message, retryAt: retryAfter === undefined ? null : now + retryAfter * 1000 };
}
