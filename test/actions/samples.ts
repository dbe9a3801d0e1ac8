import { FUNDS } from "./samples/funds.ts";
import {
  BROADCASTS,
  DEPOSITS,
  KEY_SIGNATURES,
  TRANSFERS,
  WALLET_SIGNATURES,
  WITHDRAWALS,
} from "./samples/kinds.ts";
import { ACCESS, ORGANISATION } from "./samples/organisation.ts";
import type { Sample } from "./samples/values.ts";
import { KEYS, WALLETS } from "./samples/wallets.ts";

/** At least one action per signed endpoint, its body built from the SDK's types. */
export const SAMPLES: readonly Sample[] = [
  ...WALLETS,
  ...TRANSFERS,
  ...BROADCASTS,
  ...WALLET_SIGNATURES,
  ...KEYS,
  ...KEY_SIGNATURES,
  ...ORGANISATION,
  ...ACCESS,
  ...FUNDS,
  ...DEPOSITS,
  ...WITHDRAWALS,
];
