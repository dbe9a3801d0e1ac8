import * as v from "valibot";
import { greeting } from "../src/protocol/greeting.ts";
import { identify, type SenderFacts } from "./caller.ts";
import { type Connections, createConnections } from "./connections.ts";
import { getStatus } from "./handlers/getStatus.ts";
import { createKept, type Kept } from "./kept.ts";
import { createPolicy } from "./policy.ts";
import type { PushTo } from "./push.ts";
import type { Answering } from "./router.ts";
import type { Session } from "./session.ts";

/** What the front needs of the browser. */
export interface FrontPlatform {
  /** The extension's id and origin, without a trailing slash. */
  readonly own: { readonly id: string; readonly origin: string };
  readonly session: Session;
  readonly push: PushTo;
  readonly now: () => number;
  /** What `storage.managed` holds; rejects where nobody manages the browser. */
  readonly managed: () => Promise<unknown>;
}

/**
 * What the front has built, and what the rest goes on with. Nothing here throws an error of the table: in Firefox each of
 * the two scripts has that class for itself, and a foreign one is told as `internal`. So each has its own policy.
 */
export interface Front extends FrontPlatform {
  readonly kept: Kept;
  readonly connections: Connections;
}

export interface Rest {
  readonly route: (message: unknown, sender: SenderFacts) => Promise<Answering>;
  /** Ends the requests that have run out. */
  readonly sweep: () => Promise<void>;
  readonly lock: () => Promise<void>;
  /** Goes on with what a restart interrupted, if the vault is still open. */
  readonly resume: () => Promise<void>;
}

export interface Background extends Pick<Rest, "route"> {
  /** Loaded when it is first asked for. */
  readonly rest: () => Promise<Rest>;
}

/**
 * The part of the background that is there first. It answers the one question that every page asks as it loads; whatever
 * else is said goes to the rest. The vault and its cryptography are many times as large, and no page should wait for them.
 */
export function createFront(platform: FrontPlatform, load: (front: Front) => Promise<Rest>): Background {
  const { own, session, push, now, managed } = platform;
  const kept = createKept({ session, now, longest: createPolicy(managed).longest });
  const connections = createConnections({ session, push });
  const greet = getStatus({ kept, connections });
  let loading: Promise<Rest> | undefined;
  const rest = () => {
    loading ??= load({ ...platform, kept, connections }).catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
  return {
    rest,
    async route(message, sender) {
      const caller = v.is(greeting, message) ? identify(sender, own) : null;
      const status = caller?.type === "site" ? await greet(undefined, caller, "").catch(() => null) : null;
      if (status) return { result: status };
      return (await rest()).route(message, sender);
    },
  };
}
