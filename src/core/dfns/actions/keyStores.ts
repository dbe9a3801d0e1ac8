import { members } from "./body.ts";
import { count, id, json, listOf, oneOf, optional, text } from "./members.ts";
import { type Actions, dangerous } from "./row.ts";

const ceremony = dangerous("This decides where the private keys of your organisation are kept.");
const offline = dangerous("This is part of signing with keys that are kept offline.");

/** A file goes along as a form; what is signed is the text of its part `data`, with the checksum of the file. */
const output = members({ outputJson: json("Result"), fileChecksum: optional(text("Checksum")) });

export const keyStores: Actions = {
  "signers.createGenesisInput": {
    at: "POST /key-stores/:storeId/genesis/input",
    title: "Prepare the first keys of a key store",
    risk: ceremony,
    body: members({
      kind: oneOf("Step", "Genesis"),
      hsmGenesisSerial: text("HSM"),
      hsmGenesisFirmwareVersion: optional(text("Firmware")),
      numProvisioners: count("Provisioners"),
      numSecp256k1: count("secp256k1 keys"),
      numEd25519: count("ed25519 keys"),
    }),
  },
  "signers.submitGenesisOutput": {
    at: "POST /key-stores/:storeId/genesis/output",
    title: "Register the first keys of a key store",
    risk: ceremony,
    body: output,
  },
  "signers.createCloneInput": {
    at: "POST /key-stores/:storeId/clone/input",
    title: "Prepare a copy of a key store",
    risk: ceremony,
    body: members({
      kind: oneOf("Step", "Clone"),
      hsmSourceSerial: text("From HSM"),
      hsmTargetSerial: text("To HSM"),
    }),
  },
  "signers.submitCloneOutput": {
    at: "POST /key-stores/:storeId/clone/output",
    title: "Register a copy of a key store",
    risk: ceremony,
    body: output,
  },
  "signers.createOnchainSignInput": {
    at: "POST /key-stores/:storeId/onchain-sign/input",
    title: "Fetch what offline keys are to sign",
    risk: offline,
    body: members({}),
  },
  "signers.submitOnchainSignOutput": {
    at: "POST /key-stores/:storeId/onchain-sign/output",
    title: "Hand in what offline keys have signed",
    risk: offline,
    body: output,
  },
  "signers.createProofOfControlInput": {
    at: "POST /key-stores/:storeId/proof-of-control/input",
    title: "Ask offline keys to prove that they hold wallets",
    risk: offline,
    body: members({ walletIds: listOf(id("Wallets")) }),
  },
  "signers.submitProofOfControlOutput": {
    at: "POST /key-stores/:storeId/proof-of-control/output",
    title: "Hand in the proof that offline keys hold wallets",
    risk: offline,
    body: output,
  },
};
