import { members, variants } from "./body.ts";
import {
  address,
  amount,
  json,
  nativeAmount,
  oneOf,
  optional,
  plainKind,
  text,
  walletMember,
} from "./members.ts";
import { type Actions, movesFunds } from "./row.ts";
import { ofWallet, what } from "./seen.ts";

const externalId = optional(text("Reference"));
const walletId = walletMember("From");
const lockedIotas = optional(json("Locked coins"));
const iota = { protocol: oneOf("Protocol", "Iota"), externalId };

export const staking: Actions = {
  "staking.createStake": {
    at: "POST /staking/stakes",
    title: "Stake coins",
    say: (reading) => `Stake ${what(reading)}from ${ofWallet(reading)}`,
    risk: movesFunds,
    body: variants("protocol", {
      Ethereum: {
        protocol: oneOf("Protocol", "Ethereum"),
        walletId,
        provider: oneOf("Provider", "Figment"),
        amount: nativeAmount,
        externalId,
      },
      Iota: { ...iota, walletId, validator: address("Validator"), amount, lockedIotas },
    }),
  },
  "staking.createStakeAction": {
    at: "POST /staking/stakes/:stakeId/actions",
    title: "Change a stake",
    say: (reading) =>
      reading.body.kind === "Withdraw"
        ? `Withdraw ${what(reading)}from a stake`
        : `Add ${what(reading)}to a stake`,
    risk: movesFunds,
    body: (body, seen) => (body.protocol === "Ethereum" ? ethereum : iotas)(body, seen),
  },
};

const ethereum = members({
  protocol: oneOf("Protocol", "Ethereum"),
  kind: oneOf("Step", "Withdraw"),
  externalId,
});
const iotas = variants("kind", {
  Withdraw: { ...iota, kind: plainKind, amount },
  Deposit: { ...iota, kind: plainKind, amount, lockedIotas },
});
