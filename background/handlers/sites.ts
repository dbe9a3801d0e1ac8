import { rpcError, toPublicJson } from "../../src/core/errors.ts";
import type { Index } from "../../src/core/vault/index.ts";
import type { SiteView } from "../../src/protocol/siteViews.ts";
import type { PageHandlers } from "../router.ts";
import { accountsOf, withoutSite } from "../sites.ts";
import type { Parts } from "./parts.ts";

type SiteHandlers = Pick<PageHandlers, "sites.list" | "sites.revoke" | "sites.unblock">;

/** The sites page: who is connected, with which credentials, and who is kept out. */
export function siteHandlers(parts: Parts): SiteHandlers {
  const { keyring, blocks } = parts;
  return {
    "sites.list": async () => ({ sites: sitesOf(await keyring.index()), blocked: await blocks.all() }),
    "sites.revoke": async ({ origin }) => {
      await forgetSite(parts, origin);
      return null;
    },
    "sites.unblock": async ({ origin }) => {
      await blocks.unblock(origin);
      parts.tellPages();
      return null;
    },
  };
}

const sitesOf = (index: Index): readonly SiteView[] =>
  [...index.sites]
    .sort((a, b) => (b.lastUsed ?? "").localeCompare(a.lastUsed ?? ""))
    .map(({ origin, connectedAt, lastUsed }) => {
      const accounts = accountsOf(index, origin);
      return {
        origin,
        connectedAt,
        lastUsed,
        usernames: accounts.map(({ username }) => username),
        credentials: accounts.flatMap(({ username, credentials }) =>
          credentials.map(({ name, kind }) => ({ name, kind, username })),
        ),
      };
    });

/** Takes a site's pins and its place on the list, and ends what it has asked. Its documents hear of it last. */
export async function forgetSite(parts: Parts, origin: string): Promise<void> {
  const { activity, keyring, connections } = parts;
  await keyring.change((index) => ({ index: withoutSite(index, origin) }));
  activity.note({ type: "revoked", origin });
  await connections.refresh(await keyring.index());
  await endRequestsOf(parts, origin);
  await connections.emit("disconnect", () => ({}), origin);
  parts.tellPages();
}

/** Rejects what this site has open and Dfns has not been told yet. */
export async function endRequestsOf({ approvals }: Parts, origin: string): Promise<void> {
  const error = toPublicJson(rpcError("userRejected"));
  for (const approval of await approvals.open()) {
    if (approval.origin !== origin || approval.state === "signed") continue;
    await approvals.settle(approval.id, "rejected", { error });
  }
}
