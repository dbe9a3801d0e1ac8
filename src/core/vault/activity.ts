/** The activity log: sealed entries in a chain, whose end stands in the sealed index. */
import { base64url, fromBase64url, fromJsonBytes, jsonBytes, randomBytes } from "../bytes.ts";
import { bytesText, either, integer, object, oneOf, optional, parseAs, type Shape, text } from "../shape.ts";
import { isSealed, openUnder, type Sealed, sealUnder } from "./envelope.ts";
import { TAG_LENGTH } from "./primitives.ts";

const KEY_LENGTH = 32;

export const ACTIVITY_TYPES = [
  "approved",
  "signed",
  "rejected",
  "expired",
  "failed",
  "revoked",
  "locked",
  "unlocked",
  "exported",
  "changed",
] as const;

/** One thing that happened. Hashes are base64url of SHA-256; nothing here is secret. */
export interface ActivityEntry {
  /** ISO 8601. */
  readonly at: string;
  readonly type: (typeof ACTIVITY_TYPES)[number];
  readonly origin?: string | undefined;
  /** The request that did it, of a site or of a page of ours. */
  readonly method?: string | undefined;
  /** How the window titled it. */
  readonly title?: string | undefined;
  /** How far the window said to trust it. */
  readonly label?: string | undefined;
  readonly credential?: string | undefined;
  readonly credId?: string | undefined;
  readonly challengeHash?: string | undefined;
  readonly payloadHash?: string | undefined;
  readonly reason?: string | undefined;
}

/**
 * Where the log ends: how many entries there are, and the tag of the last one ("" without any). `key` (32 bytes, base64url)
 * seals them; it lies in the sealed index, so that a new master key leaves the log as it is.
 */
export interface ActivityHead {
  readonly key: string;
  readonly count: number;
  readonly tag: string;
}

export type StoredActivity = readonly (readonly [number: number, entry: unknown])[];

/** What was read: the entries that are as they were written, and the numbers of those that are not. */
export interface VerifiedActivity {
  readonly entries: readonly (ActivityEntry & { readonly number: number })[];
  readonly bad: readonly number[];
}

const line = optional(text({ max: 2048 }));

export const isActivityEntry: Shape<ActivityEntry> = object<ActivityEntry>({
  at: text({ min: 1, max: 64 }),
  type: oneOf(...ACTIVITY_TYPES),
  origin: line,
  method: line,
  title: line,
  label: line,
  credential: line,
  credId: line,
  challengeHash: line,
  payloadHash: line,
  reason: line,
});

export const isActivityHead: Shape<ActivityHead> = object<ActivityHead>({
  key: bytesText(KEY_LENGTH),
  count: integer(0),
  tag: either(text({ min: 22, max: 22 }), oneOf("")),
});

const newLog = (): ActivityHead => ({ key: base64url(randomBytes(KEY_LENGTH)), count: 0, tag: "" });

/** Continues the log after `head`, or begins one. @returns the entries as they are stored, by number, and the new head */
export async function sealActivity(
  head: ActivityHead | undefined,
  entries: readonly ActivityEntry[],
): Promise<{ readonly head: ActivityHead; readonly stored: readonly (readonly [number, Sealed])[] }> {
  const { key, ...start } = head ?? newLog();
  let { count, tag } = start;
  const stored: (readonly [number, Sealed])[] = [];
  for (const entry of entries) {
    count += 1;
    const plaintext = jsonBytes({ previous: tag, entry });
    const sealed = await sealUnder(fromBase64url(key), infoOf(count), aadOf(count), plaintext);
    stored.push([count, sealed]);
    tag = tagOf(sealed);
  }
  return { head: { key, count, tag }, stored };
}

/**
 * Reads the whole log. An entry is bad when it does not open in its place, or when the next one, or the head, was written
 * after another one: so every edit, gap, exchange, addition and truncation shows. Never throws.
 */
export async function verifyActivity(
  head: ActivityHead | undefined,
  stored: StoredActivity,
): Promise<VerifiedActivity> {
  const { key, count, tag } = head ?? { key: "", count: 0, tag: "" };
  const byNumber = new Map(stored);
  const entries: VerifiedActivity["entries"][number][] = [];
  const bad = new Set([...byNumber.keys()].filter((number) => !(number >= 1 && number <= count)));
  let last = "";
  for (let number = 1; number <= count; number += 1) {
    const opened = await openEntry(key, number, byNumber.get(number));
    if (!opened) bad.add(number);
    else entries.push({ ...opened.entry, number });
    if (opened && opened.previous !== last) bad.add(number === 1 ? 1 : number - 1);
    last = opened?.tag ?? "gone";
  }
  if (last !== tag) bad.add(count);
  return { entries: entries.filter(({ number }) => !bad.has(number)), bad: [...bad].sort((a, b) => a - b) };
}

interface Link {
  readonly previous: string;
  readonly entry: ActivityEntry;
}

const isLink: Shape<Link> = object<Link>({ previous: text({ max: 22 }), entry: isActivityEntry });

async function openEntry(key: string, number: number, stored: unknown) {
  try {
    const sealed = parseAs(isSealed, stored);
    const plaintext = await openUnder(fromBase64url(key), infoOf(number), aadOf(number), sealed);
    return { ...parseAs(isLink, fromJsonBytes(plaintext)), tag: tagOf(sealed) };
  } catch {
    return null;
  }
}

const tagOf = ({ ciphertext }: Sealed): string => base64url(fromBase64url(ciphertext).slice(-TAG_LENGTH));

/** "countersign/1/activity/" number */
const infoOf = (number: number): string => `countersign/1/activity/${number}`;

/** UTF-8 of the JSON array `[1,"activity",number]`. */
const aadOf = (number: number): Uint8Array => jsonBytes([1, "activity", number]);
