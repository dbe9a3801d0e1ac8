// The networks of POST /auth/registration/enduser: @dfns/sdk 0.8.21, generated/auth/types.d.ts, RegisterEndUserBody.wallets[].network,
// and Kadena from OpenAPI 1.578.2. The families are ours: they only choose the shape of a made-up address.

export type Family = "evm" | "solana" | "ecdsa" | "eddsa" | "stark" | "keyEcdsa" | "keyEddsa" | "keyStark";

const names: Readonly<Record<Family, string>> = {
  evm: `
    ArbitrumOne ArbitrumGoerli ArbitrumSepolia ArcTestnet Areum AvalancheC AvalancheCFuji Adi
    AdiTestnet AdiTestnetAb Base BaseGoerli BaseSepolia Berachain BerachainBArtio BerachainBepolia
    BesuTestnet Bob BobSepolia Bsc BscTestnet Celo CeloAlfajores Codex CodexSepolia Ethereum
    EthereumClassic EthereumClassicMordor EthereumGoerli EthereumSepolia EthereumHolesky
    EthereumHoodi FantomOpera FantomTestnet FlareC FlareCCoston2 FlowEvm FlowEvmTestnet Ink
    InkSepolia Optimism OptimismGoerli OptimismSepolia Plasma PlasmaTestnet Plume PlumeSepolia
    Polygon PolygonAmoy PolygonMumbai Race RaceSepolia Sonic SonicTestnet Tempo TempoAndantino
    TempoModerato Tsc TscTestnet1 Xdc XdcApothem XLayer XLayerSepolia`,
  solana: `
    Solana SolanaDevnet`,
  ecdsa: `
    BabylonGenesis BabylonTestnet5 Bitcoin BitcoinSignet BitcoinTestnet3 BitcoinTestnet4 BitcoinCash
    BitcoinCashTestnet CosmosHub4 CosmosIcsTestnet Dogecoin DogecoinTestnet InternetComputer Kaspa
    KaspaTestnet11 Litecoin LitecoinTestnet Origyn SeiAtlantic2 SeiPacific1 Tron TronNile XrpLedger
    XrpLedgerTestnet`,
  eddsa: `
    Algorand AlgorandTestnet Aptos AptosTestnet Canton CantonDevnet CantonTestnet Cardano
    CardanoPreprod Concordium ConcordiumTestnet Hedera HederaTestnet Ion IonTestnet Iota IotaTestnet
    IotaZodianet Kadena KadenaTestnet4 Kusama KusamaAssetHub Near NearTestnet Paseo PaseoAssetHub
    Polkadot PolkadotAssetHub Polymesh PolymeshTestnet Stellar StellarTestnet Sui SuiTestnet Tezos
    TezosGhostnet TezosShadownet Ton TonTestnet Westend WestendAssetHub`,
  stark: `
    Starknet StarknetSepolia`,
  keyEcdsa: "KeyECDSA",
  keyEddsa: "KeyEdDSA",
  keyStark: "KeyECDSAStark",
};

const split = (list: string): readonly string[] => list.trim().split(/\s+/);

const isFamily = (key: string): key is Family => Object.hasOwn(names, key);

const families: ReadonlyMap<string, Family> = new Map(
  Object.keys(names)
    .filter(isFamily)
    .flatMap((family) => split(names[family]).map((network): [string, Family] => [network, family])),
);

/** The family of a network that Dfns knows, or `undefined`. */
export const familyOf = (network: string): Family | undefined => families.get(network);

/** Every network name that is accepted for a wallet. */
export const networks: readonly string[] = [...families.keys()];
