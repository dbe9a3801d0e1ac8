/** Networks that Dfns names in its API reference ("Networks") and in the types of @dfns/sdk 0.8.21. The list grows with its releases. */
const KNOWN: ReadonlySet<string> = new Set(
  `
  Adi AdiTestnet AdiTestnetAb Algorand AlgorandTestnet Aptos AptosTestnet ArbitrumGoerli ArbitrumOne
  ArbitrumSepolia ArcTestnet Areum AvalancheC AvalancheCFuji BabylonGenesis BabylonTestnet5 Base BaseGoerli
  BaseSepolia Berachain BerachainBArtio BerachainBepolia BesuTestnet Bitcoin BitcoinCash BitcoinCashTestnet
  BitcoinSignet BitcoinTestnet3 BitcoinTestnet4 Bob BobSepolia Bsc BscTestnet Canton CantonDevnet
  CantonTestnet Cardano CardanoPreprod Celo CeloAlfajores Codex CodexSepolia Concordium ConcordiumTestnet
  CosmosHub4 CosmosIcsTestnet Dogecoin DogecoinTestnet Ethereum EthereumClassic EthereumClassicMordor
  EthereumGoerli EthereumHolesky EthereumHoodi EthereumSepolia FantomOpera FantomTestnet FlareC
  FlareCCoston2 FlowEvm FlowEvmTestnet Hedera HederaTestnet Ink InkSepolia InternetComputer Ion IonTestnet
  Iota IotaTestnet IotaZodianet Kadena KadenaTestnet4 Kaspa KaspaTestnet11 KeyECDSA KeyECDSAStark KeyEdDSA
  Kusama KusamaAssetHub Litecoin LitecoinTestnet Near NearTestnet Optimism OptimismGoerli OptimismSepolia
  Origyn Paseo PaseoAssetHub Plasma PlasmaTestnet Plume PlumeSepolia Polkadot PolkadotAssetHub Polygon
  PolygonAmoy PolygonMumbai Polymesh PolymeshTestnet Race RaceSepolia SeiAtlantic2 SeiPacific1 Solana
  SolanaDevnet Sonic SonicTestnet Starknet StarknetSepolia Stellar StellarTestnet Sui SuiTestnet Tempo
  TempoAndantino TempoModerato Tezos TezosGhostnet TezosShadownet Ton TonTestnet Tron TronNile Tsc
  TscTestnet1 Westend WestendAssetHub XLayer XLayerSepolia Xdc XdcApothem XrpLedger XrpLedgerTestnet
`
    .trim()
    .split(/\s+/),
);

/** Marks of networks whose coins have no value. */
const TEST =
  /Testnet|Sepolia|Goerli|Holesky|Hoodi|Devnet|Preprod|Amoy|Mumbai|Fuji|Westend|Paseo|Signet|Nile|Ghostnet|Shadownet|Zodianet|Mordor|Coston2|Alfajores|Apothem|Atlantic2|BArtio|Bepolia|Andantino|Moderato/;

/** What is known of a network by its name: `unknown` ones pass, Dfns decides. */
export function classOf(network: string): "live" | "test" | "unknown" {
  if (!KNOWN.has(network)) return "unknown";
  return TEST.test(network) ? "test" : "live";
}
