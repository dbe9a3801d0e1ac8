import { members, nothing } from "./body.ts";
import { code, count, id, optional, text } from "./members.ts";
import { type Actions, dangerous } from "./row.ts";

const access = dangerous("Whoever holds this token acts as you, without asking you.");
const ending = dangerous("Programs that use this token stop working.");

export const tokens: Actions = {
  "auth.createPersonalAccessToken": {
    at: "POST /auth/pats",
    title: "Create an access token",
    risk: access,
    body: members({
      name: text("Name"),
      publicKey: code("Public key"),
      permissionId: optional(id("Permission")),
      daysValid: optional(count("Valid for days")),
      secondsValid: optional(count("Valid for seconds")),
      externalId: optional(text("Reference")),
    }),
  },
  "auth.updatePersonalAccessToken": {
    at: "PUT /auth/pats/:tokenId",
    title: "Change the name of an access token",
    risk: access,
    body: members({ name: optional(text("Name")), externalId: optional(text("Reference")) }),
  },
  "auth.activatePersonalAccessToken": {
    at: "PUT /auth/pats/:tokenId/activate",
    title: "Switch on an access token",
    risk: access,
    body: nothing,
  },
  "auth.deactivatePersonalAccessToken": {
    at: "PUT /auth/pats/:tokenId/deactivate",
    title: "Switch off an access token",
    risk: ending,
    body: nothing,
  },
  "auth.archivePersonalAccessToken": {
    at: "DELETE /auth/pats/:tokenId",
    title: "Remove an access token",
    risk: ending,
    body: nothing,
  },
};
