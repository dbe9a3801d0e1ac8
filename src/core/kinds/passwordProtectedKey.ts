import { sealContainer } from "../vault/container.ts";
import { attestationOf, type Kind, newKeyPair } from "./kind.ts";

/** A key pair whose private half also goes to Dfns, in a container that the credential password opens anywhere. */
export const PasswordProtectedKey: Kind<{ readonly password: string }> = {
  async create({ algorithm, password }) {
    const kind = "PasswordProtectedKey";
    const pair = newKeyPair(algorithm);
    const { credId, secret: plaintext } = pair;
    const encryptedPrivateKey = await sealContainer({ kind, credId, plaintext, password });
    return { kind, ...pair, encryptedPrivateKey };
  },
  attestationOf,
};
