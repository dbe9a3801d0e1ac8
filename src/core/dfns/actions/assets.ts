import {
  address,
  amount,
  first,
  flag,
  id,
  json,
  kind,
  type Member,
  type Members,
  nativeAmount,
  oneOf,
  optional,
  plainKind,
  text,
} from "./members.ts";

/** What every movement of funds may carry. */
export const FUNDS: Members = {
  externalId: optional(text("Reference")),
  travelRule: optional(json("Travel rule")),
  feeSponsorId: optional(id("Fee sponsor")),
};

const priority = optional(oneOf("Fee", "Slow", "Standard", "Fast"));
const createDestinationAccount = optional(flag("New account"));
const useDurableNonce = optional(flag("Durable nonce"));
const offer = optional(flag("As an offer"));

/** A fungible asset; `own` says which one. */
const token = (noun: string, own: Members): Members => ({ kind: kind("Asset", noun), amount, ...own });
const nft = (noun: string, own: Members): Members => ({ kind: kind("Asset", noun), ...own });

const contract = first(address("Token"));
const tokenId = first(address("Token ID"));
const solana = { mint: contract, createDestinationAccount, useDurableNonce };

export const NATIVE: Members = {
  kind: plainKind,
  amount: nativeAmount,
  priority,
  createDestinationAccount,
  offer,
  expiresAt: optional(text("Expires")),
  useDurableNonce,
};

/** The tokens that an exchange may be sent too. */
export const TOKENS: Readonly<Record<string, Members>> = {
  Asa: token("an Algorand asset", { assetId: contract }),
  Erc20: token("an ERC-20 token", { contract, priority }),
  Sep41: token("a Stellar asset", { issuer: first(address("Issuer")), assetCode: first(text("Asset code")) }),
  Spl: token("an SPL token", solana),
  Spl2022: token("a Token-2022 token", solana),
  Tep74: token("a TON jetton", { master: contract }),
  Trc10: token("a TRC-10 token", { tokenId }),
  Trc20: token("a TRC-20 token", { contract }),
};

export const MORE_TOKENS: Readonly<Record<string, Members>> = {
  Aip21: token("an Aptos fungible asset", { metadata: contract }),
  Asset: token("an asset of the network", { assetId: contract }),
  Cip56: token("a Canton token", {
    instrumentAdmin: first(address("Issuer")),
    instrumentId: first(text("Token")),
    offer,
  }),
  Cis2: token("a CIS-2 token", { tokenAddress: contract }),
  Cis7: token("a CIS-7 token", { tokenId: first(text("Token ID")) }),
  Coin: token("a coin of the network", { coin: contract }),
  Erc7984: token("an ERC-7984 token", { contract, priority }),
  Hts: token("a Hedera token", { tokenId }),
  Iou: token("an issued currency", { currency: first(text("Currency")), issuer: first(address("Issuer")) }),
  Snip2: token("a SNIP-2 token", { contract }),
  Xls33: token("an XLS-33 token", { issuanceId: contract }),
};

export const NFTS: Readonly<Record<string, Members>> = {
  Erc721: nft("an ERC-721 NFT", { contract, tokenId, priority }),
  Hip17: nft("a Hedera NFT", { tokenId, serialNumber: first(address("Serial")) }),
  Snip3: nft("a SNIP-3 NFT", { contract, tokenId }),
  Trc721: nft("a TRC-721 NFT", { contract, tokenId }),
};

/** Basis points, shown in percent. */
export const slippageBps: Member = {
  read: (value) =>
    typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 10_000
      ? { rows: [{ label: "Slippage", value: `${value / 100} %`, as: "text" }] }
      : undefined,
};
