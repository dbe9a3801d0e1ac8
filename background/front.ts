import * as v from "valibot";
import { greeting } from "../src/protocol/greeting.ts";
import { identify, type SenderFacts } from "./caller.ts";
import { CONNECTIONS_KEYS, type Connections, createConnections } from "./connections.ts";
import { getStatus } from "./handlers/getStatus.ts";
import { createKept, KEPT_KEYS, type Kept } from "./kept.ts";
import { createPolicy } from "./policy.ts";
import type { PushTo } from "./push.ts";
import type { Answering } from "./router.ts";
import type { Session } from "./session.ts";
import { once, type Soon } from "./soon.ts";

/** What the front reads of the session, and nothing else. */
export const FRONT_KEYS: readonly string[] = [...KEPT_KEYS, ...CONNECTIONS_KEYS];

/** What the front needs of the browser. */
export interface FrontPlatform {
  /** The extension's id and origin, without a trailing slash. */
  readonly own: { readonly id: string; readonly origin: string };
  readonly session: Session;
  readonly push: PushTo;
  readonly now: () => number;
  /** What `storage.managed` holds; never rejects. */
  readonly managed: () => Soon<unknown>;
}

/**
 * What the front has built, and what the rest goes on with. Nothing here throws an error of the table: each of the two
 * scripts has that class for itself, and a foreign one is told as `internal`. So each has its own policy.
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

export interface Background {
  readonly route: (message: unknown, sender: SenderFacts) => Soon<Answering>;
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
  const loaded = once(() => load({ ...platform, kept, connections }));
  const rest = async () => loaded();
  return {
    rest,
    route(message, sender) {
      const others = async () => (await rest()).route(message, sender);
      const caller = v.is(greeting, message) ? identify(sender, own) : null;
      if (caller?.type !== "site") return others();
      const status = greet(caller);
      return status instanceof Promise ? status.then((result) => ({ result }), others) : { result: status };
    },
  };
}
