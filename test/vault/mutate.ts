/** Structural changes of stored vaults: pieces moved, lost, doubled, put in another order, cut off or taken from elsewhere. */
import type { Header } from "../../src/core/vault/header.ts";
import type { StoredRecord } from "../../src/core/vault/records.ts";
import type { StoredVault } from "../../src/core/vault/verify.ts";

/** A vault that was really written, with the types that it had then. */
export interface Genuine extends StoredVault {
  readonly header: Header;
  readonly records: readonly (readonly [id: string, record: StoredRecord])[];
}

/** A whole number from 0 to below `below`. */
export type Pick = (below: number) => number;

type Mutation = (vault: Genuine, other: Genuine, pick: Pick) => Genuine;
type Members = Readonly<Record<string, unknown>>;

const at = <T>(items: readonly T[], i: number): T => items[i] as T;
const without = <T>(items: readonly T[], i: number): readonly T[] => items.filter((_, j) => j !== i);
const swapped = <T>(items: readonly T[], i: number, j: number): readonly T[] =>
  items.map((item, k) => (k === i ? at(items, j) : k === j ? at(items, i) : item));
const withAt = <T>(items: readonly T[], i: number, item: T): readonly T[] => items.with(i, item);

const onHeader =
  (change: (header: Header, other: Header, pick: Pick) => object): Mutation =>
  (vault, other, pick) => ({ ...vault, header: change(vault.header, other.header, pick) as Header });

const onRecords =
  (change: (records: Genuine["records"], other: Genuine["records"], pick: Pick) => unknown): Mutation =>
  (vault, other, pick) => ({
    ...vault,
    records: change(vault.records, other.records, pick) as Genuine["records"],
  });

const onRecord = (change: (record: Members, other: Members, pick: Pick) => object): Mutation =>
  onRecords((records, others, pick) => {
    const i = pick(records.length);
    const [id, record] = at(records, i);
    const [, other] = at(others, pick(others.length));
    return withAt(records, i, [id, change({ ...record }, { ...other }, pick) as StoredRecord]);
  });

const nameIn = (members: Members, pick: Pick): string =>
  at(Object.keys(members), pick(Object.keys(members).length));

function dropMember(members: Members, pick: Pick): Members {
  const { [nameIn(members, pick)]: _dropped, ...rest } = members;
  return rest;
}

function swapMembers(members: Members, pick: Pick): Members {
  const [a, b] = [nameIn(members, pick), nameIn(members, pick)];
  return { ...members, [a]: members[b], [b]: members[a] };
}

function transplantMember(members: Members, other: Members, pick: Pick): Members {
  const name = nameIn(members, pick);
  return { ...members, [name]: other[name] };
}

function truncateMember(members: Members, pick: Pick): Members {
  const name = nameIn(members, pick);
  const value = members[name];
  return typeof value === "string" ? { ...members, [name]: value.slice(0, pick(value.length)) } : members;
}

/** Each by its name, for whoever reads a failure. */
export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  "two records change places": onRecords((records, _, pick) => {
    const [i, j] = [pick(records.length), pick(records.length)];
    const [[a, first], [b, second]] = [at(records, i), at(records, j)];
    return records.map(([id, record]) => [id, id === a ? second : id === b ? first : record]);
  }),
  "a record is gone": onRecords((records, _, pick) => without(records, pick(records.length))),
  "every record is gone": onRecords(() => []),
  "a record stands under a second id": onRecords((records, _, pick) => [
    ...records,
    [`${at(records, pick(records.length))[0].slice(0, 30)}-copy`, at(records, pick(records.length))[1]],
  ]),
  "a record is there twice": onRecords((records, _, pick) => [...records, at(records, pick(records.length))]),
  "a record overwrites another": onRecords((records, _, pick) => {
    const i = pick(records.length);
    return withAt(records, i, [at(records, i)[0], at(records, pick(records.length))[1]]);
  }),
  "a record comes from elsewhere, under its id": onRecords((records, others, pick) => {
    const other = at(others, pick(others.length));
    return [...records.filter(([id]) => id !== other[0]), other];
  }),
  "a record comes from elsewhere, under an id of here": onRecords((records, others, pick) => {
    const i = pick(records.length);
    return withAt(records, i, [at(records, i)[0], at(others, pick(others.length))[1]]);
  }),
  "all records come from elsewhere": onRecords((_, others) => others),
  "a part of a record is gone": onRecord((record, _, pick) => dropMember(record, pick)),
  "two parts of a record change places": onRecord((record, _, pick) => swapMembers(record, pick)),
  "a part of a record comes from elsewhere": onRecord(transplantMember),
  "a part of a record is cut off": onRecord((record, _, pick) => truncateMember(record, pick)),
  "a record has a part too many": onRecord((record, _, pick) => ({
    ...record,
    [`extra${pick(9)}`]: pick(9),
  })),
  "a record has another version": onRecord((record, _, pick) => ({ ...record, version: pick(5) })),
  "a part of the header is gone": onHeader((header, _, pick) => dropMember({ ...header }, pick)),
  "two parts of the header change places": onHeader((header, _, pick) => swapMembers({ ...header }, pick)),
  "a part of the header comes from elsewhere": onHeader((header, other, pick) =>
    transplantMember({ ...header }, { ...other }, pick),
  ),
  "a part of the header is cut off": onHeader((header, _, pick) => truncateMember({ ...header }, pick)),
  "the header comes from elsewhere": onHeader((_, other) => other),
  "the header has a part too many": onHeader((header, _, pick) => ({ ...header, [`extra${pick(9)}`]: null })),
  "the header has another epoch": onHeader((header, _, pick) => ({ ...header, epoch: pick(5) })),
  "the header has another generation": onHeader((header, _, pick) => ({ ...header, generation: pick(20) })),
  "a slot is gone": onHeader(({ slots, ...rest }, _, pick) => ({
    ...rest,
    slots: without(slots, pick(slots.length)),
  })),
  "a slot is there twice": onHeader(({ slots, ...rest }, _, pick) => ({
    ...rest,
    slots: [...slots, at(slots, pick(slots.length))],
  })),
  "two slots change places": onHeader(({ slots, ...rest }, _, pick) => ({
    ...rest,
    slots: swapped(slots, pick(slots.length), pick(slots.length)),
  })),
  "a slot comes from elsewhere": onHeader(({ slots, ...rest }, other, pick) => ({
    ...rest,
    slots: withAt(slots, pick(slots.length), at(other.slots, pick(other.slots.length))),
  })),
  "a part of a slot comes from elsewhere": onHeader(({ slots, ...rest }, other, pick) => {
    const i = pick(slots.length);
    const theirs = at(other.slots, pick(other.slots.length));
    return {
      ...rest,
      slots: withAt(slots, i, transplantMember({ ...at(slots, i) }, { ...theirs }, pick) as never),
    };
  }),
  "a part of a slot is cut off or gone": onHeader(({ slots, ...rest }, _, pick) => {
    const i = pick(slots.length);
    const change = pick(2) === 0 ? dropMember : truncateMember;
    return { ...rest, slots: withAt(slots, i, change({ ...at(slots, i) }, pick) as never) };
  }),
  "a part of the index comes from elsewhere": onHeader(({ index, ...rest }, other, pick) => ({
    ...rest,
    index: transplantMember({ ...index }, { ...other.index }, pick),
  })),
  "a part of the index is cut off or gone": onHeader(({ index, ...rest }, _, pick) => ({
    ...rest,
    index: (pick(2) === 0 ? dropMember : truncateMember)({ ...index }, pick),
  })),
};
