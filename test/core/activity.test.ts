import { describe, expect, it } from "vitest";
import { fromBase64url } from "../../src/core/bytes.ts";
import { type ActivityEntry, sealActivity, verifyActivity } from "../../src/core/vault/activity.ts";
import type { Sealed } from "../../src/core/vault/envelope.ts";

const entryOf = (i: number): ActivityEntry => ({
  at: new Date(Date.UTC(2026, 10, 24) + i * 1000).toISOString(),
  type: "signed",
  origin: "https://app.acme.finance",
  title: `Transfer ${i}`,
});
const log = (count: number) =>
  sealActivity(
    undefined,
    Array.from({ length: count }, (_, i) => entryOf(i)),
  );

/** The same bytes with one bit turned, as canonical base64url again. */
function flipped(value: string, at: number, bit: number): string {
  const bytes = fromBase64url(value);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
  return Buffer.from(bytes).toString("base64url");
}

describe("the activity log", () => {
  it("reads what was written, in one go or one by one", async () => {
    const first = await sealActivity(undefined, [entryOf(0)]);
    const rest = await sealActivity(first.head, [entryOf(1), entryOf(2)]);
    const read = await verifyActivity(rest.head, [...first.stored, ...rest.stored]);
    expect(read.bad).toEqual([]);
    expect(read.entries).toEqual([0, 1, 2].map((i) => ({ ...entryOf(i), number: i + 1 })));
    expect(await verifyActivity(undefined, [])).toEqual({ entries: [], bad: [] });
  });

  it("names the entry of every byte that was changed", async () => {
    const { head, stored } = await log(3);
    for (const [number, sealed] of stored) {
      for (const member of ["salt", "nonce", "ciphertext"] as const) {
        for (let at = 0; at < fromBase64url(sealed[member]).length; at += 1) {
          const changed = { ...sealed, [member]: flipped(sealed[member], at, at % 8) };
          const now = stored.map(([n, one]) => [n, n === number ? changed : one] as const);
          expect((await verifyActivity(head, now)).bad).toEqual([number]);
        }
      }
    }
  });

  it("notices every gap, exchange, repeat, addition, truncation and other vault", async () => {
    const { head, stored } = await log(6);
    const fork = await sealActivity(
      { ...head, count: 0, tag: "" },
      stored.map(([n]) => entryOf(n)),
    );
    const other = fork.stored;
    const without = (...gone: number[]) => stored.filter(([n]) => !gone.includes(n));
    const at = (n: number): Sealed => stored[n - 1]?.[1] as Sealed;
    const set = (n: number, sealed: unknown) => [...without(n), [n, sealed] as const];
    const cases: [readonly (readonly [number, unknown])[], number[]][] = [
      [without(1), [1]],
      [without(3), [3]],
      [without(3, 4), [3, 4]],
      [without(6), [6]],
      [without(4, 5, 6), [4, 5, 6]],
      [[], [1, 2, 3, 4, 5, 6]],
      [
        [...without(2, 3), [2, at(3)], [3, at(2)]],
        [2, 3],
      ],
      [set(5, at(4)), [5]],
      [set(5, other[4]?.[1]), [4, 5]],
      [set(5, null), [5]],
      [set(5, { ...at(5), extra: 1 }), [5]],
      [[...stored, [7, at(6)]], [7]],
      [[...stored, [0, at(1)]], [0]],
    ];
    for (const [now, bad] of cases) expect((await verifyActivity(head, now)).bad).toEqual(bad);
    expect((await verifyActivity({ ...head, key: (await log(1)).head.key }, stored)).bad).toHaveLength(6);
  });

  it("notices a last entry that was written for another course of events", async () => {
    const five = await log(5);
    const { head } = await sealActivity(five.head, [entryOf(5)]);
    const other = await sealActivity(five.head, [entryOf(9)]);
    expect((await verifyActivity(head, [...five.stored, ...other.stored])).bad).toEqual([6]);
  });

  it("cannot be rolled back without the index", async () => {
    const { head, stored } = await log(2);
    const more = await sealActivity(head, [entryOf(9)]);
    expect((await verifyActivity(more.head, stored)).bad).toEqual([3]);
  });
});
