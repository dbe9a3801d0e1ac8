import { slippageBps } from "./assets.ts";
import { members, variants, within } from "./body.ts";
import { coinAmount, tokenAmount } from "./coins.ts";
import {
  address,
  amount,
  id,
  kind,
  type Member,
  nativeAmount,
  oneOf,
  optional,
  plainKind,
  text,
  walletMember,
} from "./members.ts";
import { type Actions, movesFunds } from "./row.ts";
import { ofWallet, type Seen, text as textIn, what } from "./seen.ts";

const paid = within(
  variants("kind", {
    Native: { kind: plainKind, amount: nativeAmount },
    Erc20: { kind: kind("Asset", "an ERC-20 token"), contract: address("Token"), amount },
  }),
);

/** What comes back, as a row: the amount of the action is what goes out. */
const wanted = (native: boolean): Member => ({
  read: (value, seen) => {
    const read =
      native && staysHere(seen)
        ? coinAmount(textIn(value), seen.wallet?.network)
        : tokenAmount(textIn(value));
    return read && { rows: [{ label: "Receive", value: `${read.value} ${read.unit}`, as: "text" }] };
  },
});

const staysHere = ({ body }: Seen): boolean =>
  body.targetWalletId === undefined || body.targetWalletId === body.walletId;

const received = within(
  variants("kind", {
    Native: { kind: plainKind, amount: wanted(true) },
    Erc20: {
      kind: kind("Receive in", "an ERC-20 token"),
      amount: wanted(false),
      contract: address("Received token"),
    },
  }),
);

const allocation = {
  externalId: optional(text("Reference")),
  sourceAsset: paid,
  targetAsset: received,
  slippageBps,
};

export const swaps: Actions = {
  "swaps.createSwap": {
    at: "POST /swaps",
    title: "Swap coins or tokens",
    say: (reading) => `Swap ${what(reading)}from ${ofWallet(reading)}`,
    risk: movesFunds,
    body: members({
      sourceAsset: paid,
      targetAsset: received,
      walletId: walletMember("From"),
      targetWalletId: optional(id("To wallet")),
      slippageBps,
      provider: oneOf("Provider", "UniswapX", "UniswapClassic"),
      quoteId: id("Quote"),
      reference: optional(text("Reference")),
    }),
  },
  "allocations.createAllocation": {
    at: "POST /allocations",
    title: "Put tokens into an investment",
    say: (reading) => `Invest ${what(reading)}from ${ofWallet(reading)}`,
    risk: movesFunds,
    body: members({ walletId: walletMember("From"), protocol: oneOf("Protocol", "0fns"), ...allocation }),
  },
  "allocations.createAllocationAction": {
    at: "POST /allocations/:allocationId/actions",
    title: "Change an investment",
    say: (reading) =>
      reading.body.kind === "Withdraw"
        ? `Take ${what(reading)}out of an investment`
        : `Add ${what(reading)}to an investment`,
    risk: movesFunds,
    body: members({ kind: oneOf("Step", "Deposit", "Withdraw"), ...allocation }),
  },
};
