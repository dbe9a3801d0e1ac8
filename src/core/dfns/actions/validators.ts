import { group, members, nothing, variants } from "./body.ts";
import { hidden, oneOf, optional, text } from "./members.ts";
import { type Actions, dangerous } from "./row.ts";

const trusted = dangerous("The wallets on this network depend on the servers named here.");

/** A server of the validator and how Dfns signs in to it. */
const server = (words: string) =>
  group({
    url: text(`${words} server`),
    oauth2: group({
      domain: text(`${words} sign-in`),
      tokenPath: optional(text(`${words} path`)),
      audience: text(`${words} audience`),
      clientId: text(`${words} client`),
      clientSecret: hidden(`${words} password`),
    }),
  });

const name = optional(text("Name"));
const validator = server("Validator");
const ledger = server("Ledger");

export const validators: Actions = {
  "networks.createCantonValidator": {
    at: "POST /networks/:network/validators",
    title: "Add a Canton validator",
    risk: trusted,
    body: variants("kind", {
      Shared: { name, kind: oneOf("Kind", "Shared") },
      Custom: { name, kind: oneOf("Kind", "Custom"), validator, ledger },
    }),
  },
  "networks.updateCantonValidator": {
    at: "PUT /networks/:network/validators/:validatorId",
    title: "Change a Canton validator",
    risk: trusted,
    body: members({ name, validator: optional(validator), ledger: optional(ledger) }),
  },
  "networks.deleteCantonValidator": {
    at: "DELETE /networks/:network/validators/:validatorId",
    title: "Remove a Canton validator",
    risk: trusted,
    body: nothing,
  },
};
