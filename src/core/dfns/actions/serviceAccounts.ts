import { members, nothing } from "./body.ts";
import { code, count, flag, id, optional, text } from "./members.ts";
import { type Actions, dangerous } from "./row.ts";

const access = dangerous("Whoever holds its key acts in your organisation, without asking anybody.");
const ending = dangerous("Programs that use this service account stop working.");

export const serviceAccounts: Actions = {
  "auth.createServiceAccount": {
    at: "POST /auth/service-accounts",
    title: "Create a service account",
    risk: access,
    body: members({
      name: text("Name"),
      publicKey: code("Public key"),
      permissionId: optional(id("Permission")),
      daysValid: optional(count("Valid for days")),
      externalId: optional(text("Reference")),
    }),
  },
  "auth.updateServiceAccount": {
    at: "PUT /auth/service-accounts/:serviceAccountId",
    title: "Change the name of a service account",
    risk: access,
    body: members({ name: optional(text("Name")), externalId: optional(text("Reference")) }),
  },
  "auth.activateServiceAccount": {
    at: "PUT /auth/service-accounts/:serviceAccountId/activate",
    title: "Switch on a service account",
    risk: access,
    body: nothing,
  },
  "auth.deactivateServiceAccount": {
    at: "PUT /auth/service-accounts/:serviceAccountId/deactivate",
    title: "Switch off a service account",
    risk: ending,
    body: members({ force: optional(flag("Even if in use")) }),
  },
  "auth.archiveServiceAccount": {
    at: "DELETE /auth/service-accounts/:serviceAccountId",
    title: "Remove a service account",
    risk: ending,
    body: nothing,
  },
};
