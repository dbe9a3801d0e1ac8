import { FUNDS, NATIVE, TOKENS } from "./assets.ts";
import { group, members, nothing, variants } from "./body.ts";
import { code, hidden, type Members, oneOf, optional, text, walletMember } from "./members.ts";
import { type Actions, dangerous, movesFunds } from "./row.ts";
import { ofWallet, what } from "./seen.ts";

const moving = (label: string): Readonly<Record<string, Members>> =>
  Object.fromEntries(
    Object.entries({ Native: NATIVE, ...TOKENS }).map(([name, own]) => [
      name,
      { ...own, walletId: walletMember(label), otp: optional(hidden("One-time code")), ...FUNDS },
    ]),
  );

const access = (words: string): Members => ({
  publicApiKey: code(`${words} key`),
  privateApiKey: hidden(`${words} private key`),
  password: optional(hidden(`${words} password`)),
  otp: optional(hidden(`${words} code`)),
});

export const exchanges: Actions = {
  "exchanges.createExchange": {
    at: "POST /exchanges",
    title: "Connect an account at an exchange",
    risk: dangerous("Your organisation can then move funds into and out of this account."),
    body: members({
      name: optional(text("Name")),
      kind: oneOf("Exchange", "Binance", "Kraken", "CoinbaseApp", "CoinbasePrime"),
      readConfiguration: group(access("Reading")),
      writeConfiguration: group(access("Writing")),
    }),
  },
  "exchanges.deleteExchange": {
    at: "DELETE /exchanges/:exchangeId",
    title: "Disconnect an account at an exchange",
    risk: dangerous("Nothing can be moved into or out of it from here any more."),
    body: nothing,
  },
  "exchanges.createDeposit": {
    at: "POST /exchanges/:exchangeId/accounts/:accountId/deposits",
    title: "Send an asset this version does not know to an exchange",
    say: (reading) => `Deposit ${what(reading)}from ${ofWallet(reading)} at an exchange`,
    risk: movesFunds,
    body: variants("kind", moving("From")),
  },
  "exchanges.createWithdrawal": {
    at: "POST /exchanges/:exchangeId/accounts/:accountId/withdrawals",
    title: "Withdraw an asset this version does not know from an exchange",
    say: (reading) => `Withdraw ${what(reading)}from an exchange to ${ofWallet(reading)}`,
    risk: movesFunds,
    body: variants("kind", moving("To")),
  },
};
