import { Hono } from "hono";
import { walletKey } from "./addresses.ts";
import type { Deps } from "./deps.ts";
import { refuse } from "./errors.ts";
import { newId } from "./ids.ts";
import { familyOf } from "./networks.ts";
import { readBody, readCaller, readSigner } from "./requests.ts";
import type { Transfer } from "./state.ts";
import type { User, Wallet } from "./user.ts";
import { type NewWallet, newTransfer, newWallet } from "./walletSchemas.ts";

/** A new wallet whose key is delegated to the user. @throws Refusal invalidRequest for a network nobody knows */
export function createWallet(deps: Deps, userId: string, request: NewWallet): Wallet {
  const family = familyOf(request.network) ?? refuse("invalidRequest", `network ${request.network}`);
  const id = newId("wa");
  const { address, ...key } = walletKey(family, id);
  return {
    id,
    network: request.network,
    ...(address !== undefined && { address }),
    ...(request.name !== undefined && { name: request.name }),
    ...(request.externalId !== undefined && { externalId: request.externalId }),
    signingKey: { id: newId("key"), ...key, delegatedTo: userId },
    status: "Active",
    dateCreated: new Date(deps.now()).toISOString(),
    custodial: false,
    tags: request.tags ?? [],
  };
}

const findWallet = ({ wallets }: User, walletId: string): Wallet =>
  wallets.find(({ id }) => id === walletId) ?? refuse("notFound", "walletId");

/** Calls under `/wallets` that have an effect here. A person sees and moves their own. */
export function walletRoutes(deps: Deps): Hono {
  const app = new Hono();
  app.get("/wallets", async (c) => {
    const { user } = await readCaller(c, deps);
    return c.json({ items: user.wallets });
  });
  app.post("/wallets", async (c) => {
    const { id } = await readSigner(c, deps);
    const wallet = createWallet(deps, id, await readBody(c, newWallet));
    deps.state.updateUser(id, (user) => ({ ...user, wallets: [...user.wallets, wallet] }));
    return c.json(wallet);
  });
  app.get("/wallets/:walletId", async (c) => {
    const { user } = await readCaller(c, deps);
    return c.json(findWallet(user, c.req.param("walletId")));
  });
  return app.route("/", transferRoutes(deps));
}

/** A transfer stays `Pending`: there is no network to send it to. */
function transferRoutes(deps: Deps): Hono {
  const app = new Hono();
  const transfersOf = (wallet: Wallet): readonly Transfer[] =>
    deps.state.transfers.filter(({ walletId }) => walletId === wallet.id);
  app.post("/wallets/:walletId/transfers", async (c) => {
    const user = await readSigner(c, deps);
    const { id: walletId, network } = findWallet(user, c.req.param("walletId"));
    const transfer: Transfer = {
      id: newId("xfr"),
      walletId,
      network,
      requester: { userId: user.id },
      requestBody: await readBody(c, newTransfer),
      metadata: { asset: {} },
      status: "Pending",
      dateRequested: new Date(deps.now()).toISOString(),
    };
    deps.state.transfers.push(transfer);
    return c.json(transfer);
  });
  app.get("/wallets/:walletId/transfers", async (c) => {
    const { user } = await readCaller(c, deps);
    const wallet = findWallet(user, c.req.param("walletId"));
    return c.json({ walletId: wallet.id, items: transfersOf(wallet) });
  });
  app.get("/wallets/:walletId/transfers/:transferId", async (c) => {
    const { user } = await readCaller(c, deps);
    const transfers = transfersOf(findWallet(user, c.req.param("walletId")));
    const wanted = c.req.param("transferId");
    return c.json(transfers.find(({ id }) => id === wanted) ?? refuse("notFound", "transferId"));
  });
  return app;
}
