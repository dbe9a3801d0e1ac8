import type { Known } from "../../src/core/dfns/actions/index.ts";

export const WALLET = "wa-6lbfv-9esgj-88s80c0qsih0a393";
export const KNOWN: Known = {
  wallets: [
    { id: WALLET, network: "EthereumSepolia", name: "main", address: `0x${"a1".repeat(20)}` },
    { id: "wa-1sol0-00000-0000000000000000", network: "Solana", name: "savings" },
    { id: "wa-2nameless", network: "Bitcoin" },
    { id: "wa-3canton", network: "Canton", name: "ledger" },
  ],
  attestations: ["b3VyLWF0dGVzdGF0aW9u"],
};

export const TO = "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359";
const TOKEN = "0x1c7D4B196Cb0C7B01d743Fbc6116a902379C7238";
const KEY = "key-3fo6c-oo1pk-8f6r4c1g5ji3ql7o";
const USER = "us-6b58p-r53sr-rlrd3l5cj3uc4ome";
const UUID = "cr-6uunn-bm6ja-f6rmod5kqrk5rbel";
const HASH = `0x${"5b".repeat(32)}`;
const ID = "x1-abcde-fghij-0123456789abcdef";
const PEM = "-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----\n";

const attested = (credentialKind: string, attestationData: string) => ({
  credentialKind,
  credentialName: "Laptop",
  credentialInfo: { credId: "Y3JlZElk", clientData: "Y2xpZW50", attestationData },
  challengeIdentifier: "eyJ0.eyJj.c2ln",
});
const shares = {
  curve: "secp256k1",
  protocol: "CGGMP24",
  minSigners: 3,
  encryptedKeyShares: [{ signerId: "s1", encryptedKeyShare: "AAEC" }],
};
const exported = {
  encryptionKey: "BPkq",
  supportedSchemes: [{ protocol: "CGGMP24", curve: "secp256k1" }],
};
const policy = {
  name: "Ask for large transfers",
  activityKind: "Wallets:Sign",
  rule: { kind: "TransactionAmountLimit", configuration: { limit: 1000, currency: "USD" } },
  action: {
    kind: "RequestApproval",
    approvalGroups: [{ quorum: 1, approvers: { userId: { in: [USER] } } }],
  },
  filters: { walletId: { in: [WALLET] } },
};
const server = (host: string) => ({
  url: `https://${host}`,
  oauth2: { domain: "auth.example.com", audience: "canton", clientId: "dfns", clientSecret: "hunter2" },
});
const keys = (words: string) => ({ publicApiKey: `${words}-public`, privateApiKey: `${words}-private` });
const erc20 = (amount: string) => ({ kind: "Erc20", contract: TOKEN, amount });
const proof = { type: "keystore-output", version: 1, org_id: "or-1", status: "success", outputs: {} };
const NAMED_ONLY: object = { kind: "Native", amount: "500000000000000000" };

export interface Sample {
  readonly endpoint: string;
  /** Told apart from the endpoint's other samples. */
  readonly variant?: string;
  readonly body?: object;
  readonly path?: Readonly<Record<string, string>>;
}

/** Filled into the templates of paths, unless a sample says otherwise. */
export const PARAMS: Readonly<Record<string, string>> = {
  walletId: WALLET,
  network: "Canton",
  keyId: KEY,
  accountId: "spot",
};
export const OTHER_ID = ID;

const sample = (endpoint: string, body?: object, variant?: string, path?: Sample["path"]): Sample => ({
  endpoint,
  ...(body && { body }),
  ...(variant && { variant }),
  ...(path && { path }),
});

const AMOUNT = "25000000";
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

const WALLETS: readonly Sample[] = [
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

const KEYS: readonly Sample[] = [
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

const ORGANISATION: readonly Sample[] = [
  sample("policies.createPolicy", policy),
  sample("policies.updatePolicy", policy),
  sample("policies.archivePolicy"),
  sample("policies.createApprovalDecision", { value: "Approved", reason: "Known supplier" }),
  sample("policies.createApprovalDecision", { value: "Denied" }, "denied"),
  sample("permissions.createPermission", { name: "Payer", operations: ["Wallets:Create", "Wallets:Read"] }),
  sample("permissions.updatePermission", { name: "Payers", operations: [] }),
  sample("permissions.archivePermission", { isArchived: true }),
  sample("permissions.archivePermission", { isArchived: false }, "on again"),
  sample("permissions.createAssignment", { identityId: USER }),
  sample("permissions.deleteAssignment"),
  sample("auth.createUser", {
    email: "bob@example.com",
    kind: "CustomerEmployee",
    publicKey: PEM,
    isSSORequired: true,
    externalId: "u-1",
  }),
  sample("auth.updateUser", { isSSORequired: false }),
  ...["activateUser", "deactivateUser", "archiveUser"].map((name) => sample(`auth.${name}`)),
  sample("auth.delegatedLogin", { username: "bob@example.com" }),
  sample("auth.createDelegatedRegistrationChallenge", { email: "bob@example.com", kind: "EndUser" }),
  sample("auth.createDelegatedRecoveryChallenge", { username: "bob@example.com", credentialId: UUID }),
  sample("agreements.recordAgreementAcceptance"),
  sample("webhooks.createWebhook", {
    url: "https://hooks.example.com/dfns",
    events: ["wallet.created", "*"],
    description: "Books",
    status: "Enabled",
  }),
  sample("webhooks.updateWebhook", { status: "Disabled", events: ["*"] }),
  sample("webhooks.deleteWebhook"),
  sample("webhooks.pingWebhook"),
];

const ACCESS: readonly Sample[] = [
  ...["Fido2", "Key"].map((kind) => sample("auth.createCredential", attested(kind, "ZWxzZXdoZXJl"), kind)),
  sample("auth.createCredential", attested("Key", "b3VyLWF0dGVzdGF0aW9u"), "Key of this vault"),
  ...["PasswordProtectedKey", "RecoveryKey"].map((kind) =>
    sample("auth.createCredential", { ...attested(kind, "ZWxzZXdoZXJl"), encryptedPrivateKey: "eyJ9" }, kind),
  ),
  sample(
    "auth.createCredential",
    { ...attested("Password", ""), credentialInfo: { password: "hunter2" } },
    "Password",
  ),
  sample("auth.createCredential", { ...attested("Totp", ""), credentialInfo: { otpCode: "123456" } }, "Totp"),
  sample("auth.createCredentialCode", { expiration: "2026-12-01T00:00:00Z" }),
  sample("auth.createCredentialCode", { expiration: 1764000000 }, "number"),
  sample("auth.activateCredential", { credentialUuid: UUID }),
  sample("auth.deactivateCredential", { credentialUuid: UUID }),
  sample("auth.createPersonalAccessToken", {
    name: "CI",
    publicKey: PEM,
    permissionId: "pm-1",
    daysValid: 30,
    secondsValid: 0,
    externalId: "t-1",
  }),
  sample("auth.updatePersonalAccessToken", { name: "CI 2" }),
  sample("auth.createServiceAccount", { name: "Payroll", publicKey: PEM, daysValid: 365 }),
  sample("auth.updateServiceAccount", { name: "Payroll 2", externalId: "sa-1" }),
  sample("auth.deactivateServiceAccount", { force: true }),
  ...["activate", "deactivate", "archive"].map((verb) => sample(`auth.${verb}PersonalAccessToken`)),
  ...["activate", "archive"].map((verb) => sample(`auth.${verb}ServiceAccount`)),
];

const FUNDS: readonly Sample[] = [
  sample("exchanges.createExchange", {
    name: "Trading",
    kind: "Kraken",
    readConfiguration: keys("read"),
    writeConfiguration: { ...keys("write"), password: "hunter2", otp: "123456" },
  }),
  sample("exchanges.deleteExchange"),
  sample("staking.createStake", {
    protocol: "Ethereum",
    walletId: WALLET,
    provider: "Figment",
    amount: "32000000000000000000",
  }),
  sample(
    "staking.createStake",
    { protocol: "Iota", walletId: "wa-2nameless", validator: "0x77", amount: "9", lockedIotas: ["0x1"] },
    "Iota",
  ),
  sample("staking.createStakeAction", { protocol: "Ethereum", kind: "Withdraw", externalId: "st-1" }),
  sample("staking.createStakeAction", { protocol: "Iota", kind: "Deposit", amount: "9" }, "Iota, more"),
  sample("staking.createStakeAction", { protocol: "Iota", kind: "Withdraw", amount: "9" }, "Iota, less"),
  sample("swaps.createSwap", {
    quoteId: "sq-1",
    reference: "sw-1",
    provider: "UniswapX",
    walletId: WALLET,
    targetWalletId: WALLET,
    slippageBps: 50,
    sourceAsset: NAMED_ONLY,
    targetAsset: erc20("1700000000"),
  }),
  sample(
    "swaps.createSwap",
    {
      quoteId: "sq-2",
      provider: "UniswapClassic",
      walletId: WALLET,
      slippageBps: 50,
      sourceAsset: erc20("1700000000"),
      targetAsset: NAMED_ONLY,
    },
    "into the coin",
  ),
  sample("allocations.createAllocation", {
    walletId: WALLET,
    protocol: "0fns",
    sourceAsset: erc20(AMOUNT),
    targetAsset: erc20("24"),
    slippageBps: 10,
  }),
  ...["Deposit", "Withdraw"].map((kind) =>
    sample(
      "allocations.createAllocationAction",
      { kind, sourceAsset: erc20(AMOUNT), targetAsset: erc20("24"), slippageBps: 10, externalId: "al-1" },
      kind,
    ),
  ),
  sample("payouts.createPayout", {
    walletId: WALLET,
    asset: erc20(AMOUNT),
    fiatCurrency: "EUR",
    provider: "Borderless",
    country: "DE",
    borderlessAccountId: "acc_1",
    paymentInstructionsId: "pi_1",
    paymentPurpose: "rent payment",
  }),
  sample("payouts.createPayoutAction", {
    action: "Confirm",
    walletId: WALLET,
    transfer: { ...erc20(AMOUNT), to: TO },
  }),
  sample("payouts.createPayoutAction", { action: "Cancel" }, "cancel"),
  sample("feeSponsors.createFeeSponsor", { name: "Gas", walletId: WALLET, allowEndUser: true }),
  ...["activate", "deactivate", "delete"].map((verb) => sample(`feeSponsors.${verb}FeeSponsor`)),
  sample("networks.createCantonValidator", { kind: "Shared", name: "Ours" }),
  sample(
    "networks.createCantonValidator",
    { kind: "Custom", validator: server("v.example.com"), ledger: server("l.example.com") },
    "custom",
  ),
  sample("networks.updateCantonValidator", { name: "Ours", ledger: server("l.example.com") }),
  sample("networks.deleteCantonValidator"),
];

/** At least one action per signed endpoint, its body built from the SDK's types. */
export const SAMPLES: readonly Sample[] = [
  ...WALLETS,
  ...TRANSFERS,
  ...BROADCASTS,
  ...WALLET_SIGNATURES,
  ...KEYS,
  ...KEY_SIGNATURES,
  ...ORGANISATION,
  ...ACCESS,
  ...FUNDS,
  ...DEPOSITS,
  ...WITHDRAWALS,
];
