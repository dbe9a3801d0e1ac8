import { members, nothing } from "./body.ts";
import { flag, optional, text, walletMember } from "./members.ts";
import { type Actions, dangerous, movesFunds, ordinary } from "./row.ts";
import { ofWallet } from "./seen.ts";

export const feeSponsors: Actions = {
  "feeSponsors.createFeeSponsor": {
    at: "POST /fee-sponsors",
    title: "Let a wallet pay the fees of others",
    say: (reading) => `Let ${ofWallet(reading)} pay the fees of others`,
    risk: movesFunds,
    body: members({
      name: optional(text("Name")),
      walletId: walletMember("Wallet"),
      allowEndUser: optional(flag("Also for users")),
    }),
  },
  "feeSponsors.activateFeeSponsor": {
    at: "PUT /fee-sponsors/:feeSponsorId/activate",
    title: "Let a wallet pay the fees of others again",
    risk: movesFunds,
    body: nothing,
  },
  "feeSponsors.deactivateFeeSponsor": {
    at: "PUT /fee-sponsors/:feeSponsorId/deactivate",
    title: "Stop a wallet from paying the fees of others",
    risk: ordinary,
    body: nothing,
  },
  "feeSponsors.deleteFeeSponsor": {
    at: "DELETE /fee-sponsors/:feeSponsorId",
    title: "Remove a wallet that pays the fees of others",
    risk: ordinary,
    body: nothing,
  },
  "agreements.recordAgreementAcceptance": {
    at: "POST /agreements/:agreementId/accept",
    title: "Accept an agreement with Dfns",
    risk: dangerous("You agree to its terms, which this window does not show."),
    body: nothing,
  },
};
