import { rpcError } from "../src/core/errors.ts";
import { type Approval, type ApprovalState, isOpen, NEXT, record } from "./approvalRecord.ts";
import type { Session } from "./session.ts";

export type Changes = Partial<Pick<Approval, "recordId" | "answer" | "chosen" | "roamed" | "signing">>;

/** The records of requests in `storage.session`. Nothing here waits for others: `approvals.ts` does one thing at a time. */
export interface ApprovalRecords {
  /** Oldest first. */
  all(): Promise<readonly Approval[]>;
  find(id: string): Promise<Approval | null>;
  /** @throws `gone` */
  get(id: string): Promise<Approval>;
  save(approval: Approval): Promise<Approval>;
  /** @throws `stale` when the record is not in a state that `to` may follow */
  move(id: string, to: ApprovalState, change?: Changes): Promise<Approval>;
  /** Notes that the answer was sent, of a record that is still there. */
  noteTold(id: string): Promise<void>;
  remove(id: string): Promise<void>;
}

interface Parts {
  readonly session: Session;
  readonly now: () => number;
  readonly changed: () => Promise<void>;
  /** Hears of every move, after it was recorded. */
  readonly moved: (approval: Approval) => void;
}

const PREFIX = "approval:";

export function createApprovalRecords({ session, now, changed, moved }: Parts): ApprovalRecords {
  const find = async (id: string) => session.read(PREFIX + id, record);
  const get = async (id: string) => (await find(id)) ?? gone();
  const keep = async (approval: Approval) => {
    await session.write(PREFIX + approval.id, approval);
    return approval;
  };
  const save = async (approval: Approval) => {
    await keep(approval);
    await changed();
    return approval;
  };
  return {
    all: async () => [...(await session.list(PREFIX, record))].sort(byAge),
    find,
    get,
    save,
    async move(id, to, change = {}) {
      const current = await get(id);
      if (!NEXT[current.state].includes(to)) throw rpcError("stale");
      const endedAt = isOpen({ state: to }) ? null : now();
      // That a request has come on the screen changes nothing that any page shows.
      const next = await (to === "shown" ? keep : save)({ ...current, ...change, state: to, endedAt });
      moved(next);
      return next;
    },
    async noteTold(id) {
      const current = await find(id);
      if (current) await keep({ ...current, told: true });
    },
    remove: (id) => session.remove(PREFIX + id),
  };
}

const byAge = (a: Approval, b: Approval): number => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);

function gone(): never {
  throw rpcError("gone");
}
