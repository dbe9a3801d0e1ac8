/** Names that splitting at capitals would spoil. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ["AvalancheC", "Avalanche C-Chain"],
  ["AvalancheCFuji", "Avalanche Fuji"],
  ["Bsc", "BNB Smart Chain"],
  ["BscTestnet", "BNB Smart Chain Testnet"],
  ["FlareC", "Flare"],
  ["FlareCCoston2", "Flare Coston 2"],
  ["FlowEvm", "Flow EVM"],
  ["FlowEvmTestnet", "Flow EVM Testnet"],
  ["Iota", "IOTA"],
  ["IotaTestnet", "IOTA Testnet"],
  ["KeyECDSA", "key-only (ECDSA)"],
  ["KeyECDSAStark", "key-only (ECDSA, Stark)"],
  ["KeyEdDSA", "key-only (EdDSA)"],
  ["Ton", "TON"],
  ["TonTestnet", "TON Testnet"],
  ["XLayer", "X Layer"],
  ["XLayerSepolia", "X Layer Sepolia"],
  ["XrpLedger", "XRP Ledger"],
  ["XrpLedgerTestnet", "XRP Ledger Testnet"],
]);

/** The only texts that are taken for the name of a network. */
export const NETWORK_PATTERN = /^[A-Z][A-Za-z0-9]{0,40}$/;

/** A network inside a sentence, with its article: "an Ethereum Sepolia", "a Solana". */
export function aNetwork(network: string): string {
  const name = NAMES.get(network) ?? network.replace(/(?<=[a-z])(?=[A-Z0-9])|(?<=[0-9])(?=[A-Z])/g, " ");
  return `${/^([AEIO]|X |XRP|Xdc)/.test(name) ? "an" : "a"} ${name}`;
}
