import { fromHex, fromUtf8, hex, sha256, utf8 } from "../../bytes.ts";
import { clean } from "./clean.ts";
import { coinAmount, tokenAmount } from "./coins.ts";
import type { Amount, DescriptionRow } from "./description.ts";
import { isObject, type Json } from "./json.ts";
import { NETWORK_PATTERN } from "./networks.ts";
import { type Seen, WALLET_ID_PATTERN, walletRows } from "./seen.ts";

/** What one member of a body says. */
export interface Part {
  readonly rows: readonly DescriptionRow[];
  readonly amount?: Amount | undefined;
  readonly noun?: string | undefined;
}

/** How one member is read; `undefined` for a value that does not fit. Two values never read alike unless they are equal. */
export interface Member {
  readonly read: (value: Json, seen: Seen) => Part | undefined;
  readonly optional?: true;
  /** Where its rows stand: before the target of the action, in its stead, or after it (the default). */
  readonly place?: "first" | "target";
}
export type Members = Readonly<Record<string, Member>>;

type As = DescriptionRow["as"];

export const optional = (member: Member): Member => ({ ...member, optional: true });
export const first = (member: Member): Member => ({ ...member, place: "first" });

const shown = (label: string, value: string, as: As): Part => ({
  rows: [{ label, value: clean(value), as }],
});

const textOf = (label: string, as: As, pattern: RegExp): Member => ({
  read: (value) => (typeof value === "string" && pattern.test(value) ? shown(label, value, as) : undefined),
});

/** Words of people: at most 1,000 characters; longer ones are left to the full request. */
export const text = (label: string): Member => textOf(label, "text", /^[\s\S]{0,1000}$/);
export const id = (label: string): Member => textOf(label, "id", /^[A-Za-z0-9][A-Za-z0-9_.:@/-]{0,255}$/);
/** Complete, and ASCII without spaces: no address of any supported network is anything else. */
export const address = (label: string): Member => textOf(label, "address", /^[\x21-\x7e]{1,512}$/);
export const network = (label: string): Member => textOf(label, "network", NETWORK_PATTERN);
/** Text for machines, of any length. */
export const code = (label: string): Member => textOf(label, "code", /^/);

/** A member that only fits one of these words. */
export const oneOf = (label: string, ...words: readonly string[]): Member => ({
  read: (value) =>
    typeof value === "string" && words.includes(value) ? shown(label, value, "text") : undefined,
});

export const flag = (label: string): Member => ({
  read: (value) => (typeof value === "boolean" ? shown(label, value ? "Yes" : "No", "text") : undefined),
});

/** Any number but a negative one. */
export const count = (label: string): Member => ({
  read: (value) =>
    typeof value === "number" && value >= 0 ? shown(label, String(value), "text") : undefined,
});

export const either = (a: Member, b: Member): Member => ({
  read: (value, seen) => a.read(value, seen) ?? b.read(value, seen),
});

/** An object or a list, as it stands. */
export const json = (label: string): Member => ({
  read: (value) =>
    typeof value === "object" && value !== null ? shown(label, JSON.stringify(value), "code") : undefined,
});

/** Encoded bytes or an object; the bytes' alphabet has no braces, so that the two cannot be confused. */
export const data = (label: string): Member =>
  either(textOf(label, "code", /^[A-Za-z0-9+/=_-]*$/), { read: objectOnly(json(label)) });

function objectOnly(member: Member): Member["read"] {
  return (value, seen) => (isObject(value) ? member.read(value, seen) : undefined);
}

/** Bytes in hex; when they are text, also as text. */
export const message = (label: string): Member => ({
  read: (value) => {
    if (typeof value !== "string" || !/^(?:0x)?[0-9a-fA-F]*$/.test(value)) return undefined;
    const words = wordsOf(value.replace(/^0x/, ""));
    const rows = shown(words === undefined ? label : "As hex", value, "code").rows;
    return { rows: words === undefined ? rows : [{ label, value: clean(words), as: "text" }, ...rows] };
  },
});

function wordsOf(digits: string): string | undefined {
  if (digits.length === 0 || digits.length > 2000) return undefined;
  try {
    return fromUtf8(fromHex(digits));
  } catch {
    return undefined;
  }
}

/** Something that gives access: named by a fingerprint (SHA-256, 8 hex digits), not shown. */
export const hidden = (label: string): Member => ({
  read: (value) =>
    typeof value === "string"
      ? shown(label, `Not shown (fingerprint ${hex(sha256(utf8(value))).slice(0, 8)})`, "code")
      : undefined,
});

/** One row per item; the same kind of item throughout. */
export const listOf = (item: Member): Member => ({
  read: (value, seen) => {
    if (!Array.isArray(value) || value.length > 1000) return undefined;
    const parts = value.map((one: Json) => item.read(one, seen));
    if (!parts.every((part) => part !== undefined)) return undefined;
    const rows = parts.flatMap((part) => part.rows);
    return { rows: rows.map((row, i) => (i === 0 ? row : { ...row, label: "" })) };
  },
});

/** For a member that `null` or an empty list empties. */
export const emptiable = (label: string, member: Member): Member => ({
  read: (value, seen) =>
    value === null || (Array.isArray(value) && value.length === 0)
      ? { rows: [{ label, value: value === null ? "none" : "no items", as: "code" }] }
      : member.read(value, seen),
});

/** The member that says which kind a body is: an article and a noun, "an ERC-20 token". */
export const kind = (label: string, noun: string): Member => ({
  read: () => ({ rows: [{ label, value: capital(noun.replace(/^an? /, "")), as: "text" }], noun }),
  place: "first",
});

/** For the kind that needs no words. */
export const plainKind: Member = { read: () => ({ rows: [] }) };

/** Of the wallet's own coin. */
export const nativeAmount: Member = {
  read: (value, { wallet }) => amountPart(typeof value === "string" && coinAmount(value, wallet?.network)),
};

/** Of a token, whose decimals the payload does not tell. */
export const amount: Member = {
  read: (value) => amountPart(typeof value === "string" && tokenAmount(value)),
};

const amountPart = (read: Amount | false | undefined): Part | undefined =>
  read ? { rows: [], amount: read } : undefined;

/** The `walletId` of a body. */
export const walletMember = (label: string): Member => ({
  read: (value, { wallet, walletId }) =>
    typeof value === "string" && WALLET_ID_PATTERN.test(value) && value === walletId
      ? { rows: walletRows(label, value, wallet) }
      : undefined,
  place: "target",
});

const capital = (words: string): string => words.slice(0, 1).toUpperCase() + words.slice(1);
