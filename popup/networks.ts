import { outside } from "./components/outside.ts";

/** Names that splitting at capitals would spoil. */
const NAMES: Readonly<Record<string, string>> = {
  Bsc: "BNB Smart Chain",
  BscTestnet: "BNB Smart Chain Testnet",
  InternetComputer: "Internet Computer",
  Iota: "IOTA",
  IotaTestnet: "IOTA Testnet",
  KeyECDSA: "Key only (ECDSA)",
  KeyECDSAStark: "Key only (ECDSA, Stark)",
  KeyEdDSA: "Key only (EdDSA)",
  Ton: "TON",
  TonTestnet: "TON Testnet",
  XrpLedger: "XRP Ledger",
  XrpLedgerTestnet: "XRP Ledger Testnet",
};

/** A network as a person reads it: "EthereumSepolia" → "Ethereum Sepolia". A name of another shape is shown as it is. */
export function networkName(network: string): string {
  const known = Object.hasOwn(NAMES, network) ? NAMES[network] : undefined;
  if (known !== undefined) return known;
  if (!/^[A-Z][A-Za-z0-9]{0,60}$/.test(network)) return outside(network, 100);
  return network.replaceAll(/(?<=[a-z])(?=[A-Z0-9])|(?<=[0-9])(?=[A-Z])/g, " ");
}
