import { attestationOf, type Kind, newKeyPair } from "./kind.ts";

/** A key pair whose private half never leaves the vault. */
export const Key: Kind<object> = {
  create: async ({ algorithm }) => ({ kind: "Key", ...newKeyPair(algorithm) }),
  attestationOf,
};
