import {
  address,
  code,
  count,
  data,
  json,
  kind,
  type Members,
  message,
  network,
  oneOf,
  optional,
  text,
} from "./members.ts";
import { dangerous, type Judged, signsElsewhere } from "./row.ts";
import { type Reading, text as textIn } from "./seen.ts";

const signature = (noun: string, own: Members): Members => ({
  kind: kind("Form", noun),
  ...own,
  network: optional(network("For")),
  blockchainKind: optional(text("Blockchain")),
  externalId: optional(text("Reference")),
});

const typed: Members = { domain: json("Domain"), types: json("Types"), message: json("Message") };

/** What wallets sign for other systems. */
export const SIGNATURES: Readonly<Record<string, Members>> = {
  Hash: signature("a hash", { hash: code("Hash"), taprootMerkleRoot: optional(code("Merkle root")) }),
  Message: signature("a message", { message: message("Message") }),
  Transaction: signature("a transaction", { transaction: data("Transaction") }),
  Eip191: signature("an EIP-191 message", { message: message("Message") }),
  Eip712: signature("typed data (EIP-712)", typed),
  Eip7702: signature("a delegation to a contract", {
    address: address("Contract"),
    chainId: count("Chain ID"),
    nonce: count("Nonce"),
  }),
  Snip12: signature("typed data (SNIP-12)", { primaryType: text("Type"), ...typed }),
  Psbt: signature("a Bitcoin transaction", { psbt: code("PSBT") }),
  Bip322: signature("a BIP-322 message", {
    message: message("Message"),
    format: optional(oneOf("Format", "Simple", "Full")),
  }),
  SignDocDirect: signature("a Cosmos transaction", { signDoc: code("SignDoc") }),
  SignerPayload: signature("a Substrate transaction", { payload: data("Payload") }),
  Cip8: signature("a Cardano message", {
    payload: optional(message("Message")),
    externalAad: optional(code("Extra data")),
    context: oneOf("Context", "Signature1"),
  }),
};

/** What keys sign besides. */
export const KEY_SIGNATURES: Readonly<Record<string, Members>> = {
  ...SIGNATURES,
  DfnsSmartAccountTransaction: signature("a smart account transaction", {
    structured: json("Transaction"),
    signatures: json("Signatures"),
    transactionReference: text("Reference of"),
  }),
  StellarFeeBumpTransaction: signature("a Stellar fee bump", {
    innerTransaction: code("Transaction"),
    transactionReference: text("Reference of"),
  }),
};

const DELEGATING: readonly string[] = ["Eip7702", "DfnsSmartAccountTransaction"];

/** Handing an address over to a contract is no ordinary signature. */
export const signing = ({ body }: Reading): Judged =>
  DELEGATING.includes(textIn(body.kind))
    ? dangerous("The contract named here can then move everything at this address.")
    : signsElsewhere;
