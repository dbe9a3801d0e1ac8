import { members, variants, within } from "./body.ts";
import {
  address,
  amount,
  first,
  id,
  kind,
  type Members,
  oneOf,
  optional,
  plainKind,
  text,
  walletMember,
} from "./members.ts";
import { type Actions, movesFunds, ordinary } from "./row.ts";
import { ofWallet, what } from "./seen.ts";

const asset = (own: Members) => {
  const spl = { ...own, amount, mint: address("Token") };
  return within(
    variants("kind", {
      Erc20: { ...own, kind: kind("Asset", "an ERC-20 token"), amount, contract: address("Token") },
      Spl: { ...spl, kind: kind("Asset", "an SPL token") },
      Spl2022: { ...spl, kind: kind("Asset", "a Token-2022 token") },
    }),
  );
};

export const payouts: Actions = {
  "payouts.createPayout": {
    at: "POST /payouts",
    title: "Pay out to a bank account",
    say: (reading) => `Pay out ${what(reading)}from ${ofWallet(reading)} to a bank account`,
    risk: movesFunds,
    body: members({
      asset: first(asset({})),
      walletId: walletMember("From"),
      fiatCurrency: text("Currency"),
      country: text("Country"),
      paymentPurpose: text("Purpose"),
      provider: oneOf("Provider", "Borderless"),
      borderlessAccountId: id("Payer"),
      paymentInstructionsId: id("Payee"),
      externalId: optional(text("Reference")),
    }),
  },
  "payouts.createPayoutAction": {
    at: "POST /payouts/:payoutId/action",
    title: "Confirm or cancel a payout",
    say: (reading) =>
      reading.body.action === "Cancel" ? "Cancel a payout" : `Pay ${what(reading)}from ${ofWallet(reading)}`,
    risk: ({ body }) => (body.action === "Cancel" ? ordinary : movesFunds),
    body: variants("action", {
      Confirm: {
        action: plainKind,
        transfer: first(asset({ to: first(address("To")) })),
        walletId: walletMember("From"),
      },
      Cancel: { action: plainKind },
    }),
  },
};
