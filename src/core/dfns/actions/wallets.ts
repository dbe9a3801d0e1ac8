import { anyOf, group, members, nothing } from "./body.ts";
import { keyOptions, MPC_EXPORT, MPC_IMPORT } from "./keyParts.ts";
import { code, count, emptiable, flag, id, listOf, network, optional, text } from "./members.ts";
import { aNetwork } from "./networks.ts";
import { type Actions, dangerous, ordinary, signsElsewhere } from "./row.ts";
import { ofWallet, text as textIn } from "./seen.ts";

const reference = optional(text("Reference"));
const tagging = dangerous("Policies choose wallets by their tags: another tag can mean other rules.");
const tags = members({ tags: emptiable("Tags", listOf(text("Tags"))) });

export const wallets: Actions = {
  "wallets.createWallet": {
    at: "POST /wallets",
    title: "Create a wallet",
    say: ({ body }) => `Create ${aNetwork(textIn(body.network))} wallet`,
    risk: ({ body }) =>
      body.delegateTo === undefined
        ? ordinary
        : dangerous("Only the user named here can use the new wallet."),
    body: members({
      name: optional(text("Name")),
      network: network("Network"),
      signingKey: optional(group({ id: optional(id("Key")), ...keyOptions })),
      delegateTo: optional(id("Delegate to")),
      delayDelegation: optional(flag("Delegate later")),
      tags: optional(emptiable("Tags", listOf(text("Tags")))),
      externalId: reference,
    }),
  },
  "wallets.updateWallet": {
    at: "PUT /wallets/:walletId",
    title: "Change the name of a wallet",
    say: (reading) => `Change the name of ${ofWallet(reading)}`,
    risk: ordinary,
    body: members({
      name: optional(emptiable("New name", text("New name"))),
      externalId: optional(emptiable("Reference", text("Reference"))),
    }),
  },
  "wallets.activateWallet": {
    at: "POST /wallets/:walletId/activate",
    title: "Activate a wallet on its network",
    say: (reading) => `Activate ${ofWallet(reading)} on its network`,
    risk: signsElsewhere,
    body: anyOf(
      nothing,
      members({ expiry: count("Expiry"), unsignedCdiStr: code("Deployment") }),
      members({ validatorId: id("Validator") }),
    ),
  },
  "wallets.tagWallet": {
    at: "PUT /wallets/:walletId/tags",
    title: "Add tags to a wallet",
    say: (reading) => `Add tags to ${ofWallet(reading)}`,
    risk: tagging,
    body: tags,
  },
  "wallets.untagWallet": {
    at: "DELETE /wallets/:walletId/tags",
    title: "Remove tags from a wallet",
    say: (reading) => `Remove tags from ${ofWallet(reading)}`,
    risk: tagging,
    body: tags,
  },
  "wallets.delegateWallet": {
    at: "POST /wallets/:walletId/delegate",
    title: "Give a wallet to another user",
    say: (reading) => `Give ${ofWallet(reading)} to another user`,
    risk: dangerous("From then on only that user can move what is in this wallet. This cannot be undone."),
    body: members({ userId: id("To user") }),
  },
  "wallets.exportWallet": {
    at: "POST /wallets/:walletId/export",
    title: "Export the private key of a wallet",
    say: (reading) => `Export the private key of ${ofWallet(reading)}`,
    risk: dangerous(
      "Whoever receives it can move everything in this wallet, forever. This cannot be undone.",
    ),
    body: MPC_EXPORT,
  },
  "wallets.importWallet": {
    at: `POST /wallets/import`,
    title: "Import a wallet from elsewhere",
    say: ({ body }) => `Import ${aNetwork(textIn(body.network))} wallet from elsewhere`,
    risk: dangerous("Whoever made its private key can still move everything that is sent to this wallet."),
    body: members({
      name: optional(text("Name")),
      network: network("Network"),
      ...MPC_IMPORT,
      externalId: reference,
    }),
  },
};
