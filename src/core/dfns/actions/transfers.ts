import { FUNDS, MORE_TOKENS, NATIVE, NFTS, TOKENS } from "./assets.ts";
import { nothing, variants } from "./body.ts";
import { address, first, type Members, optional, text } from "./members.ts";
import { type Actions, movesFunds, ordinary } from "./row.ts";
import { ofWallet, what } from "./seen.ts";

const KINDS: Readonly<Record<string, Members>> = { Native: NATIVE, ...TOKENS, ...MORE_TOKENS, ...NFTS };

/** The address to pay first, then what is sent, then the rest. */
const TRANSFERS = Object.fromEntries(
  Object.entries(KINDS).map(([name, own]) => [
    name,
    { to: first(address("To")), ...own, memo: optional(text("Memo")), ...FUNDS },
  ]),
);

export const transfers: Actions = {
  "wallets.transferAsset": {
    at: "POST /wallets/:walletId/transfers",
    title: "Send an asset this version does not know",
    say: (reading) => `Send ${what(reading)}from ${ofWallet(reading)}`,
    risk: movesFunds,
    body: variants("kind", TRANSFERS),
    wallet: "From",
  },
  "wallets.abortTransfer": {
    at: "PUT /wallets/:walletId/transfers/:transferId/abort",
    title: "Stop a transfer that has not been sent yet",
    risk: ordinary,
    body: nothing,
    wallet: "From",
  },
  "wallets.cancelTransfer": {
    at: "POST /wallets/:walletId/transfers/:transferId/cancel",
    title: "Cancel a transfer, paying a second fee",
    risk: movesFunds,
    body: nothing,
    wallet: "From",
  },
  "wallets.speedUpTransfer": {
    at: "POST /wallets/:walletId/transfers/:transferId/speed-up",
    title: "Speed up a transfer, paying a higher fee",
    risk: movesFunds,
    body: nothing,
    wallet: "From",
  },
  "wallets.acceptOffer": {
    at: "PUT /wallets/:walletId/offers/:offerId/accept",
    title: "Accept an offered transfer",
    risk: movesFunds,
    body: nothing,
  },
  "wallets.rejectOffer": {
    at: "PUT /wallets/:walletId/offers/:offerId/reject",
    title: "Turn down an offered transfer",
    risk: movesFunds,
    body: nothing,
  },
};
