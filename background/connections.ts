import * as v from "valibot";
import type { Index } from "../src/core/vault/index.ts";
import type { WalletEvent } from "../src/protocol/wire.ts";
import type { SiteCaller } from "./caller.ts";
import type { PushTo } from "./push.ts";
import { createQueue } from "./queue.ts";
import type { Session } from "./session.ts";
import { type Soon, together } from "./soon.ts";

/** Which sites are connected, known from the first unlock of a browser session on, and which of their documents listen. */
export interface Connections {
  isConnected(origin: string): Soon<boolean>;
  /** Takes the list of sites from the opened vault. */
  refresh(index: Index): Promise<void>;
  /** Cuts a site off while the vault is locked; its entry in the vault goes at the next unlock (`takeCutOff`). */
  cutOff(origin: string): Promise<void>;
  /** Has `forget` take the sites that were cut off out of the vault, each before it is struck off the list. */
  takeCutOff(forget: (origin: string) => Promise<void>): Promise<void>;
  /** Remembers a document of a connected site, so that events reach it. */
  note(caller: SiteCaller): Soon<void>;
  /** Sends an event to the documents of connected sites, of one or of all, and waits for none. `data` may depend on the site. */
  emit(event: WalletEvent, data: (origin: string) => unknown, only?: string): Promise<void>;
}

interface Parts {
  readonly session: Session;
  readonly push: PushTo;
}

const CONNECTED = "connected";
const CUT_OFF = "cutOff";
const DOCUMENTS = "documents";
/** What every page asks for. */
export const CONNECTIONS_KEYS: readonly string[] = [CONNECTED, DOCUMENTS];

const MAX_DOCUMENTS = 200;

const origins = v.array(v.string());
const documents = v.array(v.object({ origin: v.string(), tabId: v.number(), documentId: v.string() }));

export function createConnections({ session, push }: Parts): Connections {
  const exclusive = createQueue();
  const sites = () => together([session.read(CONNECTED, origins)], (known) => known ?? []);
  const cutOffs = async () => (await session.read(CUT_OFF, origins)) ?? [];
  const listening = () => together([session.read(DOCUMENTS, documents)], (known) => known ?? []);
  return {
    isConnected: (origin) => together([sites()], (known) => known.includes(origin)),
    refresh: ({ sites: connected }) =>
      exclusive(() => {
        const known = connected.map(({ origin }) => origin);
        return session.write(CONNECTED, known);
      }),
    cutOff: (origin) =>
      exclusive(async () => {
        await session.write(CUT_OFF, [...(await cutOffs()), origin]);
        const others = (await sites()).filter((site) => site !== origin);
        await session.write(CONNECTED, others);
      }),
    takeCutOff: (forget) =>
      exclusive(async () => {
        const cut = await cutOffs();
        for (const origin of cut) await forget(origin);
        if (cut.length > 0) await session.remove(CUT_OFF);
      }),
    note: ({ origin, tabId, documentId }) =>
      together([listening()], (known) => {
        if (known.some((one) => one.documentId === documentId && one.origin === origin)) return;
        return exclusive(async () => {
          const others = (await listening()).filter((one) => one.documentId !== documentId);
          await session.write(DOCUMENTS, [...others, { origin, tabId, documentId }].slice(-MAX_DOCUMENTS));
        });
      }),
    async emit(event, data, only) {
      const connected = await sites();
      const to = (await listening()).filter(({ origin }) =>
        only === undefined ? connected.includes(origin) : origin === only,
      );
      for (const document of to)
        void push(document, { event, data: data(document.origin) }).catch(() => undefined);
    },
  };
}
