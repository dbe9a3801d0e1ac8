/** Bodies that come in kinds: one sample per kind, compared with the SDK's own lists. */
import { AMOUNT, erc20, HASH, NAMED_ONLY, type Sample, sample, TO, TOKEN, WALLET } from "./values.ts";

const transfer = (kind: string, own: object) =>
  sample("wallets.transferAsset", { kind, to: TO, ...own }, kind);

/** One per kind of transfer; the SDK's own list is compared with it. */
export const TRANSFERS: readonly Sample[] = [
  transfer("Native", {
    amount: "500000000000000000",
    memo: "Invoice 7",
    priority: "Fast",
    createDestinationAccount: true,
    offer: false,
    expiresAt: "2026-12-01T00:00:00Z",
    useDurableNonce: false,
    externalId: "order-7",
    travelRule: { kind: "Notabene", originator: { name: "Jane" }, beneficiary: { name: "Bob" } },
    feeSponsorId: "fs-1",
  }),
  transfer("Aip21", { metadata: "0xa", amount: AMOUNT }),
  transfer("Asa", { assetId: "31566704", amount: AMOUNT, memo: "x" }),
  transfer("Asset", { assetId: "asset-1", amount: AMOUNT }),
  transfer("Cip56", { instrumentAdmin: "admin::1220", instrumentId: "Amulet", amount: AMOUNT, offer: true }),
  transfer("Cis2", { tokenAddress: "5Pxr5EUtU", amount: AMOUNT }),
  transfer("Cis7", { tokenId: "EURC", amount: AMOUNT }),
  transfer("Coin", { coin: "0x2::sui::SUI", amount: AMOUNT }),
  transfer("Erc20", { contract: TOKEN, amount: AMOUNT, priority: "Slow" }),
  transfer("Erc721", { contract: TOKEN, tokenId: "42" }),
  transfer("Erc7984", { contract: TOKEN, amount: AMOUNT }),
  transfer("Hip17", { tokenId: "0.0.123", serialNumber: "7" }),
  transfer("Hts", { tokenId: "0.0.124", amount: AMOUNT }),
  transfer("Iou", { currency: "USD", issuer: "rvYAfWj5gh67oV6fW32ZzP3Aw4Eubs59B", amount: AMOUNT }),
  transfer("Sep41", { issuer: "GA5ZSEJY", assetCode: "USDC", amount: AMOUNT }),
  transfer("Snip2", { contract: TOKEN, amount: AMOUNT }),
  transfer("Snip3", { contract: TOKEN, tokenId: "42" }),
  transfer("Spl", { mint: "EPjFWdd5", amount: AMOUNT, createDestinationAccount: true }),
  transfer("Spl2022", { mint: "EPjFWdd5", amount: AMOUNT, useDurableNonce: true }),
  transfer("Tep74", { master: "EQCxE6mU", amount: AMOUNT }),
  transfer("Trc10", { tokenId: "1002000", amount: AMOUNT }),
  transfer("Trc20", { contract: "TR7NHqje", amount: AMOUNT }),
  transfer("Trc721", { contract: "TR7NHqje", tokenId: "42" }),
  transfer("Xls33", { issuanceId: "0000", amount: AMOUNT }),
];

const broadcast = (kind: string, own: object) =>
  sample("wallets.broadcastTransaction", { kind, ...own }, kind);

export const BROADCASTS: readonly Sample[] = [
  broadcast("Transaction", { transaction: "0x02f8", externalId: "b-1" }),
  broadcast("Psbt", { psbt: "0x7073" }),
  broadcast("SignDocDirect", { signDoc: "0x0a" }),
  broadcast("UserOperations", { userOperations: [{ to: TO, value: "1", data: "0x" }], feeSponsorId: "fs-1" }),
  broadcast("FunctionCall", { call: { pallet: "balances" } }),
  broadcast("TransferPreapproval", {}),
  broadcast("Evm", { to: TO, value: "1000", data: "0xa9059cbb", nonce: 3, gasLimit: "21000" }),
  broadcast("Eip1559", { to: TO, maxFeePerGas: "2", maxPriorityFeePerGas: "1" }),
  broadcast("CreateSolanaNonceAccounts", { nonceAuthority: "9aE4", count: 2, priority: "Fast" }),
];

const typedData = {
  domain: { name: "Uniswap", chainId: 1, verifyingContract: TOKEN },
  types: { Permit: [{ name: "value", type: "uint256" }] },
  message: { value: "1" },
};
/** By kind: what wallets and keys sign. */
const SIGNED: Readonly<Record<string, object>> = {
  Hash: { hash: HASH, taprootMerkleRoot: "" },
  Message: { message: "0x48656c6c6f" },
  Transaction: { transaction: { from: TO }, network: "Hedera" },
  Eip191: { message: "0xff00", blockchainKind: "Evm" },
  Eip712: typedData,
  Eip7702: { address: TOKEN, nonce: 0, chainId: 1 },
  Snip12: { primaryType: "Order", ...typedData },
  Psbt: { psbt: "0x7073" },
  Bip322: { message: "4869", format: "Full" },
  SignDocDirect: { signDoc: "0x0a" },
  SignerPayload: { payload: { method: "0x0714", nonce: "0x00" } },
  Cip8: { payload: "4869", externalAad: "00", context: "Signature1" },
};
const SIGNED_BY_KEYS: Readonly<Record<string, object>> = {
  ...SIGNED,
  DfnsSmartAccountTransaction: {
    structured: { address: TO, userOperations: [] },
    signatures: {},
    transactionReference: "tx-1",
  },
  StellarFeeBumpTransaction: { innerTransaction: "AAAA", transactionReference: "tx-1" },
};
const signatures = (endpoint: string, table: typeof SIGNED): readonly Sample[] =>
  Object.entries(table).map(([kind, own]) => sample(endpoint, { kind, ...own, externalId: "s-1" }, kind));

export const WALLET_SIGNATURES = signatures("wallets.generateSignature", SIGNED);
export const KEY_SIGNATURES = signatures("keys.generateSignature", SIGNED_BY_KEYS);

const AT_EXCHANGE: Readonly<Record<string, object>> = {
  Native: NAMED_ONLY,
  Erc20: erc20(AMOUNT),
  Asa: { assetId: "31566704", amount: AMOUNT },
  Sep41: { issuer: "GA5ZSEJY", assetCode: "USDC", amount: AMOUNT },
  Spl: { mint: "EPjFWdd5", amount: AMOUNT },
  Spl2022: { mint: "EPjFWdd5", amount: AMOUNT },
  Tep74: { master: "EQCxE6mU", amount: AMOUNT },
  Trc10: { tokenId: "1002000", amount: AMOUNT },
  Trc20: { contract: "TR7NHqje", amount: AMOUNT },
};
const atExchange = (endpoint: string) =>
  Object.entries(AT_EXCHANGE).map(([kind, own]) =>
    sample(endpoint, { kind, ...own, walletId: WALLET, otp: "123456" }, kind),
  );
export const DEPOSITS = atExchange("exchanges.createDeposit");
export const WITHDRAWALS = atExchange("exchanges.createWithdrawal");
