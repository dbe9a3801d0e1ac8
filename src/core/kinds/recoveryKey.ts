import { sealContainer } from "../vault/container.ts";
import { attestationOf, type Kind, newKeyPair } from "./kind.ts";

/** A key pair whose private half goes to Dfns in a container that the recovery phrase (16 bytes of entropy) opens. */
export const RecoveryKey: Kind<{ readonly entropy: Uint8Array }> = {
  async create({ algorithm, entropy }) {
    const pair = newKeyPair(algorithm);
    const { credId, secret: plaintext } = pair;
    const encryptedPrivateKey = await sealContainer({ kind: "RecoveryKey", credId, plaintext, entropy });
    return { kind: "RecoveryKey", ...pair, encryptedPrivateKey };
  },
  attestationOf,
};
