import * as v from "valibot";
import { base64url, utf8 } from "../src/core/bytes.ts";
import { type ActivityEntry, isActivityEntry } from "../src/core/vault/activity.ts";
import type { Index } from "../src/core/vault/index.ts";
import { cleanText } from "../src/protocol/text.ts";
import type { Approval } from "./approvalRecord.ts";
import type { Keyring } from "./keyring.ts";
import { createQueue } from "./queue.ts";
import type { Build } from "./requestViews.ts";
import type { Session } from "./session.ts";
import { challengeOf, type SignOption } from "./signers.ts";
import { signView } from "./signView.ts";

/**
 * Writes down what happens. Nothing waits for it and nothing fails because of it: an entry is kept in session memory until
 * the vault is open and has taken it, in the order of events.
 */
export interface Activity {
  note(entry: Omit<ActivityEntry, "at">): void;
  /** A request has come to another state; those that a person would ask about later are noted. */
  moved(approval: Approval): void;
  /** A request to sign was signed. */
  signed(approval: Approval, option: SignOption): void;
  /** Waits until what was noted so far has been tried to write. */
  flush(): Promise<void>;
}

interface Parts {
  readonly session: Session;
  readonly keyring: Keyring;
  readonly build: Build;
  readonly now: () => number;
  readonly tellPages: () => void;
}

const KEY = "activity";
/** More than that while the vault is locked is noise: the oldest are kept. */
const MAX_QUEUED = 500;
const MAX_TEXT = 300;

const queued = v.array(v.custom<ActivityEntry>((value) => isActivityEntry(value)));

export function createActivity(parts: Parts): Activity {
  const { session, keyring, now } = parts;
  const exclusive = createQueue();
  const read = async () => (await session.read(KEY, queued)) ?? [];
  const write = async () => {
    const log = await read();
    if (log.length === 0 || !(await keyring.isUnlocked())) return;
    await keyring.change((index) => ({ index, log }));
    await session.remove(KEY);
    parts.tellPages();
  };
  const append = (make: () => Promise<Omit<ActivityEntry, "at">>) => {
    const at = new Date(now()).toISOString();
    void exclusive(async () => {
      const before = await read();
      if (before.length >= MAX_QUEUED) return;
      await session.write(KEY, [...before, { at, ...(await make()) }]);
      await write();
    }).catch(() => undefined);
  };
  const told = async (approval: Approval) =>
    (await keyring.isUnlocked()) ? toldOf(approval, await keyring.index(), parts.build) : {};
  return {
    note: (entry) => append(async () => entry),
    moved(approval) {
      const type = typeOf(approval);
      if (type === null) return;
      const { origin, method } = approval;
      const reason = type === "failed" ? reasonOf(approval) : undefined;
      append(async () => ({ type, origin, method, ...(reason && { reason }), ...(await told(approval)) }));
    },
    signed(approval, { first, second }) {
      const { origin, method } = approval;
      const credential = cleanText([first, second].flatMap((one) => one?.name ?? []).join(", "), MAX_TEXT);
      append(async () => ({
        ...{ type: "signed", origin, method, credential, credId: first.credId },
        ...(await told(approval)),
      }));
    },
    flush: () => exclusive(write).catch(() => undefined),
  };
}

const isSigning = ({ method }: Approval): boolean =>
  method === "dfns_sign" || method === "dfns_login" || method === "dfns_signAction";

/** A request to sign is noted when it is signed, with its credential; not when it is approved. */
function typeOf(approval: Approval): ActivityEntry["type"] | null {
  const { state, answer } = approval;
  if (state === "rejected" || state === "expired") return state;
  if (state === "approved" || state === "signed") return isSigning(approval) ? null : state;
  return state === "delivered" && answer !== null && "error" in answer ? "failed" : null;
}

const reasonOf = ({ answer }: Approval): string | undefined =>
  answer !== null && "error" in answer ? answer.error.data.reason : undefined;

/** What the window said of it, and fingerprints of what was signed. */
async function toldOf(approval: Approval, index: Index, build: Build): Promise<Partial<ActivityEntry>> {
  if (!isSigning(approval)) return {};
  const { title, label, full } = signView(approval, index, build);
  const challenge = challengeOf(approval)?.challenge;
  return {
    title: cleanText(title, MAX_TEXT),
    label,
    ...(challenge !== undefined && { challengeHash: await hashOf(challenge) }),
    ...(full && { payloadHash: await hashOf(full.payload) }),
  };
}

const hashOf = async (text: string): Promise<string> =>
  base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(utf8(text)))));
