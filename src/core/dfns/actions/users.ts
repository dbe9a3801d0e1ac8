import { members, nothing } from "./body.ts";
import { code, flag, id, oneOf, optional, text } from "./members.ts";
import { type Actions, dangerous } from "./row.ts";

const member = dangerous("This changes who can sign in to your organisation.");
const externalId = optional(text("Reference"));

export const users: Actions = {
  "auth.createUser": {
    at: "POST /auth/users",
    title: "Invite a user into your organisation",
    risk: member,
    body: members({
      email: text("E-mail"),
      kind: oneOf("Kind", "CustomerEmployee", "DfnsStaff"),
      publicKey: optional(code("Public key")),
      isSSORequired: optional(flag("Only by SSO")),
      externalId,
    }),
  },
  "auth.updateUser": {
    at: "PUT /auth/users/:userId",
    title: "Change how a user signs in",
    risk: member,
    body: members({ isSSORequired: flag("Only by SSO") }),
  },
  "auth.activateUser": {
    at: "PUT /auth/users/:userId/activate",
    title: "Switch on a user",
    risk: member,
    body: nothing,
  },
  "auth.deactivateUser": {
    at: "PUT /auth/users/:userId/deactivate",
    title: "Switch off a user",
    risk: dangerous("This user can no longer sign in."),
    body: nothing,
  },
  "auth.archiveUser": {
    at: "DELETE /auth/users/:userId",
    title: "Remove a user",
    risk: dangerous("This user can no longer sign in. This cannot be undone."),
    body: nothing,
  },
  "auth.delegatedLogin": {
    at: "POST /auth/login/delegated",
    title: "Sign in for another user",
    risk: dangerous("Whoever asks receives the access of the user named here."),
    body: members({ username: text("User") }),
  },
  "auth.createDelegatedRegistrationChallenge": {
    at: "POST /auth/registration/delegated",
    title: "Register a new user",
    risk: member,
    body: members({ email: text("User"), kind: oneOf("Kind", "EndUser"), externalId }),
  },
  "auth.createDelegatedRecoveryChallenge": {
    at: "POST /auth/recover/user/delegated",
    title: "Start the recovery of a user",
    risk: dangerous("Every sign-in key, passkey and token of the user named here can then be replaced."),
    body: members({ username: text("User"), credentialId: id("Recovery") }),
  },
};
