/** Samples about funds: fees, staking, swaps, exchanges, networks. */

import { AMOUNT, erc20, keys, NAMED_ONLY, type Sample, sample, server, TO, WALLET } from "./values.ts";

export const FUNDS: readonly Sample[] = [
  sample("exchanges.createExchange", {
    name: "Trading",
    kind: "Kraken",
    readConfiguration: keys("read"),
    writeConfiguration: { ...keys("write"), password: "hunter2", otp: "123456" },
  }),
  sample("exchanges.deleteExchange"),
  sample("staking.createStake", {
    protocol: "Ethereum",
    walletId: WALLET,
    provider: "Figment",
    amount: "32000000000000000000",
  }),
  sample(
    "staking.createStake",
    { protocol: "Iota", walletId: "wa-2nameless", validator: "0x77", amount: "9", lockedIotas: ["0x1"] },
    "Iota",
  ),
  sample("staking.createStakeAction", { protocol: "Ethereum", kind: "Withdraw", externalId: "st-1" }),
  sample("staking.createStakeAction", { protocol: "Iota", kind: "Deposit", amount: "9" }, "Iota, more"),
  sample("staking.createStakeAction", { protocol: "Iota", kind: "Withdraw", amount: "9" }, "Iota, less"),
  sample("swaps.createSwap", {
    quoteId: "sq-1",
    reference: "sw-1",
    provider: "UniswapX",
    walletId: WALLET,
    targetWalletId: WALLET,
    slippageBps: 50,
    sourceAsset: NAMED_ONLY,
    targetAsset: erc20("1700000000"),
  }),
  sample(
    "swaps.createSwap",
    {
      quoteId: "sq-2",
      provider: "UniswapClassic",
      walletId: WALLET,
      slippageBps: 50,
      sourceAsset: erc20("1700000000"),
      targetAsset: NAMED_ONLY,
    },
    "into the coin",
  ),
  sample("allocations.createAllocation", {
    walletId: WALLET,
    protocol: "0fns",
    sourceAsset: erc20(AMOUNT),
    targetAsset: erc20("24"),
    slippageBps: 10,
  }),
  ...["Deposit", "Withdraw"].map((kind) =>
    sample(
      "allocations.createAllocationAction",
      { kind, sourceAsset: erc20(AMOUNT), targetAsset: erc20("24"), slippageBps: 10, externalId: "al-1" },
      kind,
    ),
  ),
  sample("payouts.createPayout", {
    walletId: WALLET,
    asset: erc20(AMOUNT),
    fiatCurrency: "EUR",
    provider: "Borderless",
    country: "DE",
    borderlessAccountId: "acc_1",
    paymentInstructionsId: "pi_1",
    paymentPurpose: "rent payment",
  }),
  sample("payouts.createPayoutAction", {
    action: "Confirm",
    walletId: WALLET,
    transfer: { ...erc20(AMOUNT), to: TO },
  }),
  sample("payouts.createPayoutAction", { action: "Cancel" }, "cancel"),
  sample("feeSponsors.createFeeSponsor", { name: "Gas", walletId: WALLET, allowEndUser: true }),
  ...["activate", "deactivate", "delete"].map((verb) => sample(`feeSponsors.${verb}FeeSponsor`)),
  sample("networks.createCantonValidator", { kind: "Shared", name: "Ours" }),
  sample(
    "networks.createCantonValidator",
    { kind: "Custom", validator: server("v.example.com"), ledger: server("l.example.com") },
    "custom",
  ),
  sample("networks.updateCantonValidator", { name: "Ours", ledger: server("l.example.com") }),
  sample("networks.deleteCantonValidator"),
];
