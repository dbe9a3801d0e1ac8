import * as v from "valibot";
import type { Index } from "../src/core/vault/index.ts";
import type { WalletEvent } from "../src/protocol/wire.ts";
import type { SiteCaller } from "./caller.ts";
import type { PushTo } from "./push.ts";
import type { Session } from "./session.ts";

/** Which sites are connected, known from the first unlock of a browser session on, and which of their documents listen. */
export interface Connections {
  isConnected(origin: string): Promise<boolean>;
  /** Takes the list of sites from the opened vault. */
  refresh(index: Index): Promise<void>;
  /** Cuts a site off while the vault is locked; its entry in the vault goes at the next unlock (`takeCutOff`). */
  cutOff(origin: string): Promise<void>;
  takeCutOff(): Promise<readonly string[]>;
  /** Remembers a document of a connected site, so that events reach it. */
  note(caller: SiteCaller): Promise<void>;
  /** Sends an event to the documents of connected sites: of one, or of all. `data` may depend on the site. */
  emit(event: WalletEvent, data: (origin: string) => unknown, only?: string): Promise<void>;
}

interface Parts {
  readonly session: Session;
  readonly push: PushTo;
}

const CONNECTED = "connected";
const CUT_OFF = "cutOff";
const DOCUMENTS = "documents";
const MAX_DOCUMENTS = 200;

const origins = v.array(v.string());
const documents = v.array(v.object({ origin: v.string(), tabId: v.number(), documentId: v.string() }));

export function createConnections({ session, push }: Parts): Connections {
  const sites = async () => (await session.read(CONNECTED, origins)) ?? [];
  const listening = async () => (await session.read(DOCUMENTS, documents)) ?? [];
  return {
    isConnected: async (origin) => (await sites()).includes(origin),
    async refresh(index) {
      const connected = index.sites.map(({ origin }) => origin);
      await session.write(CONNECTED, connected);
    },
    async cutOff(origin) {
      const others = (await sites()).filter((site) => site !== origin);
      await session.write(CONNECTED, others);
      await session.write(CUT_OFF, [...((await session.read(CUT_OFF, origins)) ?? []), origin]);
    },
    async takeCutOff() {
      const cut = (await session.read(CUT_OFF, origins)) ?? [];
      if (cut.length > 0) await session.remove(CUT_OFF);
      return cut;
    },
    async note({ origin, tabId, documentId }) {
      const known = await listening();
      if (known.some((document) => document.documentId === documentId && document.origin === origin)) return;
      const others = known.filter((document) => document.documentId !== documentId);
      await session.write(DOCUMENTS, [...others, { origin, tabId, documentId }].slice(-MAX_DOCUMENTS));
    },
    async emit(event, data, only) {
      const connected = await sites();
      const to = (await listening()).filter(({ origin }) =>
        only === undefined ? connected.includes(origin) : origin === only,
      );
      await Promise.all(to.map((document) => push(document, { event, data: data(document.origin) })));
    },
  };
}
