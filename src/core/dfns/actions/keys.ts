import { members, nothing, variants } from "./body.ts";
import { keyOptions, MPC_EXPORT, MPC_IMPORT } from "./keyParts.ts";
import { code, emptiable, flag, id, optional, text } from "./members.ts";
import { type Actions, dangerous, ordinary, signsElsewhere } from "./row.ts";
import { what } from "./seen.ts";
import { KEY_SIGNATURES, signing } from "./signatures.ts";

export const keys: Actions = {
  "keys.createKey": {
    at: "POST /keys",
    title: "Create a key",
    risk: ({ body }) =>
      body.delegateTo === undefined ? ordinary : dangerous("Only the user named here can use the new key."),
    body: members({
      name: optional(text("Name")),
      ...keyOptions,
      masterKey: optional(flag("Master key")),
      delegateTo: optional(id("Delegate to")),
      delayDelegation: optional(flag("Delegate later")),
    }),
  },
  "keys.updateKey": {
    at: "PUT /keys/:keyId",
    title: "Change the name of a key",
    risk: ordinary,
    body: members({ name: emptiable("New name", text("New name")) }),
  },
  "keys.deleteKey": {
    at: "DELETE /keys/:keyId",
    title: "Delete a key and its wallets",
    risk: dangerous("Nothing in the wallets of this key can be moved any more."),
    body: nothing,
  },
  "keys.delegateKey": {
    at: "POST /keys/:keyId/delegate",
    title: "Give a key and its wallets to another user",
    risk: dangerous("From then on only that user can move what is in its wallets. This cannot be undone."),
    body: members({ delegateTo: id("To user") }),
  },
  "keys.exportKey": {
    at: "POST /keys/:keyId/export",
    title: "Export a private key",
    risk: dangerous(
      "Whoever receives it can move everything in its wallets, forever. This cannot be undone.",
    ),
    body: MPC_EXPORT,
  },
  "keys.importKey": {
    at: `POST /keys/import`,
    title: "Import a private key from elsewhere",
    risk: dangerous("Whoever made it can still move everything that is sent to its wallets."),
    body: members({ name: optional(text("Name")), ...MPC_IMPORT, masterKey: optional(flag("Master key")) }),
  },
  "keys.deriveKey": {
    at: "POST /keys/:keyId/derive",
    title: "Derive a value from a key",
    risk: signsElsewhere,
    body: members({ domain: code("Domain"), seed: code("Seed") }),
  },
  "keys.generateSignature": {
    at: "POST /keys/:keyId/signatures",
    title: "Sign something this version does not know",
    say: (reading) => `Sign ${what(reading)}with a key`,
    risk: signing,
    body: variants("kind", KEY_SIGNATURES),
  },
};
