/** Hostile answers to what is signed or asked with a token, one row each. */
import { type HostileAnswer, json, says } from "./answers.ts";

/** In the place of `{ token }`, `{ userAction }` or the new account. */
export const RESULTS: Readonly<Record<string, HostileAnswer>> = {
  "no token": json({}),
  "a token that is a number": json({ token: 1, userAction: 1 }),
  "an empty token": json({ token: "", userAction: "" }),
  "a token of almost a megabyte": json({
    token: "A".repeat(1000 * 1000),
    userAction: "A".repeat(1000 * 1000),
  }),
  "a token under __proto__": says('{"__proto__":{"token":"x","userAction":"x"}}'),
  "tokens in a list": json({ token: ["x"], userAction: ["x"] }),
};

const account = (change: (genuine: Account) => object): HostileAnswer =>
  says((genuine) => JSON.stringify(change(JSON.parse(genuine) as Account)));

interface Account {
  readonly user: object;
  readonly wallets: readonly object[];
}

/** In the place of a new account; Dfns has made it by then. */
export const ACCOUNTS: Readonly<Record<string, HostileAnswer>> = {
  "another user's account": account((one) => ({
    ...one,
    user: { ...one.user, id: "us-other-other-xxxxxxxxxxxxxxxx" },
  })),
  "a user without an id": account((one) => ({ ...one, user: {} })),
  "an organisation of a megabyte": account((one) => ({
    ...one,
    user: { ...one.user, orgId: "A".repeat(900_000) },
  })),
  "a wallet with an endless name": account((one) => ({
    ...one,
    wallets: [{ ...one.wallets[0], name: "A".repeat(5000) }],
  })),
  "a wallet on no network": account((one) => ({ ...one, wallets: [{ ...one.wallets[0], network: "" }] })),
  "five thousand wallets": account((one) => ({
    ...one,
    wallets: Array.from({ length: 5000 }, () => ({ id: "w", network: "n" })),
  })),
  "wallets that are text": account((one) => ({ ...one, wallets: "none" })),
};

const listing = (change: (items: readonly object[]) => unknown): HostileAnswer =>
  says((genuine) => JSON.stringify({ items: change((JSON.parse(genuine) as { items: object[] }).items) }));

const listed = (change: object): HostileAnswer =>
  listing((items) => [...items, { ...items[0], credentialId: "stranger", ...change }]);

/** In the place of the list of a user's credentials: no list, or one that the vault cannot trust. */
export const LISTS: Readonly<Record<string, HostileAnswer>> = {
  "no list": json({}),
  "a list under __proto__": says((genuine) => `{"__proto__":${genuine}}`),
  "a list that is an object": listing((items) => ({ ...items, length: items.length })),
  "10,001 credentials": listing(([one]) => Array.from({ length: 10_001 }, () => one)),
  "a credential that is null": listing((items) => [...items, null]),
  "an id that is an object": listed({ credentialId: { toString: "stranger" } }),
  "an empty id": listed({ credentialId: "" }),
  "an id of a megabyte": listed({ credentialId: "A".repeat(900_000) }),
  "a name of half a megabyte": listed({ name: "A".repeat(500_000) }),
  "a kind that is a number": listed({ kind: 1 }),
  "switched off by a word": listed({ isActive: "false" }),
};
