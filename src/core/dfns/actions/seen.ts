import type { Wallet } from "../types.ts";
import { clean, quoted } from "./clean.ts";
import type { Amount, DescriptionRow, Known } from "./description.ts";
import type { Json, JsonObject } from "./json.ts";

/** What is known of a request while its body is read. */
export interface Seen {
  readonly params: Readonly<Record<string, string>>;
  readonly body: JsonObject;
  readonly walletId: string | undefined;
  /** The wallet, only if the vault knows it and without contradiction. */
  readonly wallet: Wallet | undefined;
  readonly known: Known;
}

/** What was read of it: `noun` is what the body's kind is called in a sentence. */
export interface Reading extends Seen {
  readonly amount: Amount | undefined;
  readonly noun: string | undefined;
}

export const WALLET_ID_PATTERN = /^[a-z0-9-]{1,64}$/;

export function see(params: Seen["params"], body: JsonObject, known: Known): Seen {
  const named = params.walletId ?? text(body.walletId);
  const walletId = WALLET_ID_PATTERN.test(named) ? named : undefined;
  const [wallet, ...others] = known.wallets.filter(({ id }) => id === walletId);
  const agreed = others.every(({ network, name }) => network === wallet?.network && name === wallet?.name);
  return { params, body, known, walletId, wallet: agreed ? wallet : undefined };
}

export const text = (value: Json | undefined): string => (typeof value === "string" ? value : "");

/** The wallet inside a sentence: its name, else its id. */
export const ofWallet = ({ wallet, walletId }: Seen): string => walletPhrase(walletId, wallet);

export const walletPhrase = (walletId: string | undefined, wallet: Wallet | undefined): string =>
  wallet?.name ? quoted(wallet.name) : `wallet ${walletId ?? ""}`.trim();

/** "0.5 ETH " or "an ERC-721 NFT " or nothing, to stand before the next word of a title. */
export const what = ({ amount, noun }: Reading): string => {
  if (amount) return `${amount.value} ${amount.unit} `;
  return noun === undefined ? "" : `${noun} `;
};

/** Who pays stands after the network, what is acted on stands before it, as in the mock-ups. */
export function walletRows(label: string, walletId: string, wallet: Wallet | undefined): DescriptionRow[] {
  const id: DescriptionRow = { label: wallet?.name ? "" : label, value: walletId, as: "id" };
  const name: DescriptionRow[] = wallet?.name
    ? [{ label, value: clean(wallet.name, 256), as: "text" }, id]
    : [id];
  const network: DescriptionRow = wallet
    ? { label: "Network", value: clean(wallet.network, 64), as: "network" }
    : { label: "Network", value: "Not known to this vault", as: "text" };
  return label === "From" ? [network, ...name] : [...name, network];
}
