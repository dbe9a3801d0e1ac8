import { group, members } from "./body.ts";
import { code, count, id, json, type Members, oneOf, optional, text } from "./members.ts";

const scheme = oneOf("Scheme", "DH", "ECDSA", "EdDSA", "Schnorr");
export const curve = oneOf("Curve", "ed25519", "secp256k1", "stark");
const protocol = oneOf("Protocol", "CGGMP24", "FROST", "FROST_BITCOIN", "GLOW20_DH", "KU23", "CGGMP21");

/** How a new key is made. */
export const keyOptions: Members = {
  scheme: optional(scheme),
  curve: optional(curve),
  storeId: optional(id("Key store")),
  deriveFrom: optional(group({ keyId: id("Derived from"), path: optional(text("Path")) })),
};

export const MPC_EXPORT = members({
  encryptionKey: code("Encrypted for"),
  supportedSchemes: json("Schemes"),
});

export const MPC_IMPORT: Members = {
  curve,
  protocol,
  minSigners: count("Signers"),
  encryptedKeyShares: json("Key shares"),
};
