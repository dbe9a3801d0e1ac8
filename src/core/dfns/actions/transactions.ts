import { nothing, variants } from "./body.ts";
import {
  address,
  code,
  count,
  data,
  either,
  first,
  id,
  json,
  kind,
  type Member,
  type Members,
  oneOf,
  optional,
  text,
} from "./members.ts";
import { type Actions, movesFunds, ordinary } from "./row.ts";
import { ofWallet, what } from "./seen.ts";
import { SIGNATURES, signing } from "./signatures.ts";

const broadcast = (noun: string, own: Members): Members => ({
  kind: kind("Form", noun),
  ...own,
  externalId: optional(text("Reference")),
});

/** Numbers may come as numbers or as text, decimal or hex. */
const numeral = (label: string): Member => optional(either(count(label), code(label)));

const EVM: Members = {
  to: optional(first(address("To"))),
  value: numeral("Smallest units"),
  data: optional(code("Call")),
  nonce: numeral("Nonce"),
  gasLimit: numeral("Gas limit"),
};

const BROADCASTS: Readonly<Record<string, Members>> = {
  Transaction: broadcast("a transaction", { transaction: data("Transaction") }),
  Psbt: broadcast("a Bitcoin transaction", { psbt: code("PSBT") }),
  SignDocDirect: broadcast("a Cosmos transaction", { signDoc: code("SignDoc") }),
  UserOperations: broadcast("sponsored calls", {
    userOperations: json("Calls"),
    feeSponsorId: id("Fee sponsor"),
  }),
  FunctionCall: broadcast("a function call", { call: json("Call") }),
  TransferPreapproval: broadcast("a preapproval of incoming transfers", {}),
  Evm: broadcast("an EVM transaction", EVM),
  Eip1559: broadcast("an EIP-1559 transaction", {
    ...EVM,
    maxFeePerGas: numeral("Most per gas"),
    maxPriorityFeePerGas: numeral("Tip per gas"),
  }),
  CreateSolanaNonceAccounts: broadcast("new Solana nonce accounts", {
    nonceAuthority: optional(address("Authority")),
    count: optional(count("How many")),
    priority: optional(oneOf("Fee", "Slow", "Standard", "Fast")),
  }),
};

export const transactions: Actions = {
  "wallets.broadcastTransaction": {
    at: "POST /wallets/:walletId/transactions",
    title: "Sign and broadcast a transaction",
    say: (reading) => `Sign and broadcast ${what(reading)}from ${ofWallet(reading)}`,
    risk: movesFunds,
    body: variants("kind", BROADCASTS),
    wallet: "From",
  },
  "wallets.abortTransaction": {
    at: "PUT /wallets/:walletId/transactions/:transactionId/abort",
    title: "Stop a transaction that has not been sent yet",
    risk: ordinary,
    body: nothing,
    wallet: "From",
  },
  "wallets.cancelTransaction": {
    at: "POST /wallets/:walletId/transactions/:transactionId/cancel",
    title: "Cancel a transaction, paying a second fee",
    risk: movesFunds,
    body: nothing,
    wallet: "From",
  },
  "wallets.speedUpTransaction": {
    at: "POST /wallets/:walletId/transactions/:transactionId/speed-up",
    title: "Speed up a transaction, paying a higher fee",
    risk: movesFunds,
    body: nothing,
    wallet: "From",
  },
  "wallets.generateSignature": {
    at: "POST /wallets/:walletId/signatures",
    title: "Sign something this version does not know",
    say: (reading) => `Sign ${what(reading)}with ${ofWallet(reading)}`,
    risk: signing,
    body: variants("kind", SIGNATURES),
  },
};
