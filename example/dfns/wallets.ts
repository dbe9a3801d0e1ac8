import { Hono } from "hono";
import { walletKey } from "./addresses.ts";
import type { Deps } from "./deps.ts";
import { refuse } from "./errors.ts";
import { newId } from "./ids.ts";
import { familyOf } from "./networks.ts";
import { readCaller } from "./requests.ts";
import type { WalletRequest } from "./schemas.ts";
import type { Wallet } from "./state.ts";

/** A new wallet whose key is delegated to the user. @throws Refusal invalidRequest for a network nobody knows */
export function createWallet(deps: Deps, userId: string, request: WalletRequest): Wallet {
  const family = familyOf(request.network) ?? refuse("invalidRequest", `network ${request.network}`);
  const id = newId("wa");
  const { address, ...key } = walletKey(family, id);
  return {
    id,
    network: request.network,
    ...(address !== undefined && { address }),
    ...(request.name !== undefined && { name: request.name }),
    signingKey: { id: newId("key"), ...key, delegatedTo: userId },
    status: "Active",
    dateCreated: new Date(deps.now()).toISOString(),
    custodial: false,
    tags: [],
  };
}

/** Calls under `/wallets`. A person sees their own. */
export function walletRoutes(deps: Deps): Hono {
  const app = new Hono();
  app.get("/wallets", async (c) => {
    const { user } = await readCaller(c, deps);
    return c.json({ items: user.wallets });
  });
  return app;
}
