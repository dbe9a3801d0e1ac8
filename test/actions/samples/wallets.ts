/** Samples about wallets, keys and their signers. */
import { exported, KEY, proof, type Sample, sample, shares, USER, WALLET } from "./values.ts";

export const WALLETS: readonly Sample[] = [
  sample("wallets.createWallet", { network: "Solana", name: "Payroll" }),
  sample(
    "wallets.createWallet",
    {
      network: "EthereumSepolia",
      signingKey: {
        id: KEY,
        scheme: "ECDSA",
        curve: "secp256k1",
        storeId: "ks-1",
        deriveFrom: { keyId: KEY, path: "m/0" },
      },
      delegateTo: USER,
      delayDelegation: false,
      tags: ["hot", "eu"],
      externalId: "w-1",
    },
    "for somebody else",
  ),
  sample("wallets.updateWallet", { name: "Rent", externalId: null }),
  sample("wallets.activateWallet"),
  sample("wallets.activateWallet", { expiry: 1764000000, unsignedCdiStr: "{}" }, "Concordium"),
  sample("wallets.activateWallet", { validatorId: "cv-1" }, "Canton", { walletId: "wa-3canton" }),
  sample("wallets.tagWallet", { tags: ["cold"] }),
  sample("wallets.untagWallet", { tags: ["hot", "eu"] }),
  sample("wallets.delegateWallet", { userId: USER }),
  sample("wallets.exportWallet", exported),
  sample("wallets.exportWallet", exported, "unknown wallet", { walletId: "wa-unknown" }),
  sample("wallets.importWallet", { network: "Bitcoin", name: "Old", ...shares }),
  ...["abortTransfer", "cancelTransfer", "speedUpTransfer", "acceptOffer", "rejectOffer"].map((name) =>
    sample(`wallets.${name}`),
  ),
  ...["abortTransaction", "cancelTransaction", "speedUpTransaction"].map((name) => sample(`wallets.${name}`)),
];

export const KEYS: readonly Sample[] = [
  sample("keys.createKey", { scheme: "EdDSA", curve: "ed25519", name: "Signing", masterKey: true }),
  sample("keys.createKey", { scheme: "ECDSA", curve: "stark", delegateTo: USER }, "for somebody else"),
  sample("keys.updateKey", { name: "Signing" }),
  sample("keys.deleteKey"),
  sample("keys.delegateKey", { delegateTo: USER }),
  sample("keys.exportKey", exported),
  sample("keys.importKey", { name: "Old", ...shares, masterKey: false }),
  sample("keys.deriveKey", { domain: "64", seed: "73" }),
  sample("signers.createGenesisInput", {
    kind: "Genesis",
    numProvisioners: 3,
    numSecp256k1: 100,
    numEd25519: 50,
    hsmGenesisSerial: "HSM-1",
    hsmGenesisFirmwareVersion: "2.4",
  }),
  sample("signers.createCloneInput", { kind: "Clone", hsmSourceSerial: "HSM-1", hsmTargetSerial: "HSM-2" }),
  sample("signers.createOnchainSignInput"),
  sample("signers.createProofOfControlInput", { walletIds: [WALLET, "wa-2nameless"] }),
  ...["Genesis", "Clone", "OnchainSign", "ProofOfControl"].map((step) =>
    sample(`signers.submit${step}Output`, { outputJson: proof, fileChecksum: "00ff" }),
  ),
];
