/** What samples are made of. */
import type { Known } from "../../../src/core/dfns/actions/index.ts";

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
export const TOKEN = "0x1c7D4B196Cb0C7B01d743Fbc6116a902379C7238";
export const KEY = "key-3fo6c-oo1pk-8f6r4c1g5ji3ql7o";
export const USER = "us-6b58p-r53sr-rlrd3l5cj3uc4ome";
export const UUID = "cr-6uunn-bm6ja-f6rmod5kqrk5rbel";
export const HASH = `0x${"5b".repeat(32)}`;
export const ID = "x1-abcde-fghij-0123456789abcdef";
export const PEM = "-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----\n";

export const attested = (credentialKind: string, attestationData: string) => ({
  credentialKind,
  credentialName: "Laptop",
  credentialInfo: { credId: "Y3JlZElk", clientData: "Y2xpZW50", attestationData },
  challengeIdentifier: "eyJ0.eyJj.c2ln",
});
export const shares = {
  curve: "secp256k1",
  protocol: "CGGMP24",
  minSigners: 3,
  encryptedKeyShares: [{ signerId: "s1", encryptedKeyShare: "AAEC" }],
};
export const exported = {
  encryptionKey: "BPkq",
  supportedSchemes: [{ protocol: "CGGMP24", curve: "secp256k1" }],
};
export const policy = {
  name: "Ask for large transfers",
  activityKind: "Wallets:Sign",
  rule: { kind: "TransactionAmountLimit", configuration: { limit: 1000, currency: "USD" } },
  action: {
    kind: "RequestApproval",
    approvalGroups: [{ quorum: 1, approvers: { userId: { in: [USER] } } }],
  },
  filters: { walletId: { in: [WALLET] } },
};
export const server = (host: string) => ({
  url: `https://${host}`,
  oauth2: { domain: "auth.example.com", audience: "canton", clientId: "dfns", clientSecret: "hunter2" },
});
export const keys = (words: string) => ({
  publicApiKey: `${words}-public`,
  privateApiKey: `${words}-private`,
});
export const erc20 = (amount: string) => ({ kind: "Erc20", contract: TOKEN, amount });
export const proof = { type: "keystore-output", version: 1, org_id: "or-1", status: "success", outputs: {} };
export const AMOUNT = "25000000";
export const NAMED_ONLY: object = { kind: "Native", amount: "500000000000000000" };

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

export const sample = (endpoint: string, body?: object, variant?: string, path?: Sample["path"]): Sample => ({
  endpoint,
  ...(body && { body }),
  ...(variant && { variant }),
  ...(path && { path }),
});
