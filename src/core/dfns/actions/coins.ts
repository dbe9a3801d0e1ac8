import type { Amount } from "./description.ts";

/**
 * The native coin of a network and how many decimals it has, only where both are beyond doubt. Dfns counts amounts in
 * the "minimum denomination" (types of @dfns/sdk 0.8.21; "amount in wei": docs.dfns.co/networks/evm). Sources: rows of
 * 18 decimals, `nativeCurrency` in viem 2.57 (chains/definitions); the others, the chain's own smallest unit, named
 * beside the row. Left out because one name has several units: Sei, Tempo, Arc, IOTA, Canton, Starknet.
 */
const COINS: readonly (readonly [symbol: string, decimals: number, networks: string])[] = [
  [
    "ETH",
    18,
    "ArbitrumOne ArbitrumGoerli ArbitrumSepolia Base BaseGoerli BaseSepolia Bob BobSepolia Codex CodexSepolia " +
      "Ethereum EthereumGoerli EthereumHolesky EthereumHoodi EthereumSepolia Ink InkSepolia Optimism OptimismGoerli " +
      "OptimismSepolia",
  ],
  ["AVAX", 18, "AvalancheC AvalancheCFuji"],
  ["BERA", 18, "Berachain BerachainBArtio BerachainBepolia"],
  ["BNB", 18, "Bsc BscTestnet"],
  ["CELO", 18, "Celo CeloAlfajores"],
  ["ETC", 18, "EthereumClassic EthereumClassicMordor"],
  ["FTM", 18, "FantomOpera FantomTestnet"],
  ["FLR", 18, "FlareC FlareCCoston2"],
  ["FLOW", 18, "FlowEvm FlowEvmTestnet"],
  ["OKB", 18, "XLayer XLayerSepolia"],
  ["PLUME", 18, "Plume PlumeSepolia"],
  ["POL", 18, "Polygon PolygonAmoy PolygonMumbai"],
  ["S", 18, "Sonic SonicTestnet"],
  ["XDC", 18, "Xdc XdcApothem"],
  ["XPL", 18, "Plasma PlasmaTestnet"],
  ["BTC", 8, "Bitcoin BitcoinSignet BitcoinTestnet3 BitcoinTestnet4"], // satoshi
  ["BCH", 8, "BitcoinCash BitcoinCashTestnet"], // satoshi
  ["LTC", 8, "Litecoin LitecoinTestnet"], // litoshi
  ["DOGE", 8, "Dogecoin DogecoinTestnet"], // koinu
  ["ADA", 6, "Cardano CardanoPreprod"], // lovelace
  ["ALGO", 6, "Algorand AlgorandTestnet"], // microalgo
  ["APT", 8, "Aptos AptosTestnet"], // octa
  ["ATOM", 6, "CosmosHub4 CosmosIcsTestnet"], // uatom
  ["CCD", 6, "Concordium ConcordiumTestnet"], // microCCD
  ["DOT", 10, "Polkadot PolkadotAssetHub"], // planck
  ["HBAR", 8, "Hedera HederaTestnet"], // tinybar
  ["ICP", 8, "InternetComputer"], // e8s
  ["KAS", 8, "Kaspa KaspaTestnet11"], // sompi
  ["KSM", 12, "Kusama KusamaAssetHub"], // planck
  ["NEAR", 24, "Near NearTestnet"], // yoctoNEAR
  ["SOL", 9, "Solana SolanaDevnet"], // lamport
  ["SUI", 9, "Sui SuiTestnet"], // MIST
  ["TON", 9, "Ton TonTestnet"], // nanoton
  ["TRX", 6, "Tron TronNile"], // sun
  ["XLM", 7, "Stellar StellarTestnet"], // stroop
  ["XRP", 6, "XrpLedger XrpLedgerTestnet"], // drop
  ["XTZ", 6, "Tezos TezosGhostnet TezosShadownet"], // mutez
];

const COIN_OF = new Map(
  COINS.flatMap(([symbol, decimals, networks]) =>
    networks.split(" ").map((network) => [network, { symbol, decimals }] as const),
  ),
);

/** One way to write each number, at most 2^256. */
const UNITS_PATTERN = /^(?:0|[1-9][0-9]{0,77})$/;

/** An amount of the native coin of `network`; `undefined` for text that is not a plain whole number. */
export function coinAmount(units: string, network: string | undefined): Amount | undefined {
  const coin = network === undefined ? undefined : COIN_OF.get(network);
  if (!coin || !UNITS_PATTERN.test(units)) return tokenAmount(units);
  const digits = units.padStart(coin.decimals + 1, "0");
  const point = digits.length - coin.decimals;
  const fraction = digits.slice(point).replace(/0+$/, "");
  return { value: digits.slice(0, point) + (fraction && `.${fraction}`), unit: coin.symbol };
}

/** An amount of something whose decimals nobody here knows; `undefined` for text that is not a plain whole number. */
export const tokenAmount = (units: string): Amount | undefined =>
  UNITS_PATTERN.test(units) ? { value: units, unit: "smallest units" } : undefined;
