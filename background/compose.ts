import { createActivity } from "./activity.ts";
import { createAdditions } from "./additions.ts";
import { createApi } from "./api.ts";
import type { Approval } from "./approvalRecord.ts";
import { createApprovals, endOf } from "./approvals.ts";
import { createAudits } from "./audits.ts";
import { createBlocks } from "./blocks.ts";
import { identify } from "./caller.ts";
import type { Front, Rest } from "./front.ts";
import { createGuard } from "./guard.ts";
import { accountHandlers } from "./handlers/account.ts";
import { activityHandlers } from "./handlers/activity.ts";
import { approvalHandlers } from "./handlers/approval.ts";
import { resumeConnects } from "./handlers/approveConnect.ts";
import { answerWithPasskey, resumeSignings } from "./handlers/approveSigning.ts";
import { askRecovery } from "./handlers/askRecovery.ts";
import { backupHandlers } from "./handlers/backup.ts";
import { connect } from "./handlers/connect.ts";
import { createCredential } from "./handlers/createCredential.ts";
import { disconnect } from "./handlers/disconnect.ts";
import { getStatus } from "./handlers/getStatus.ts";
import { lock, watch } from "./handlers/locking.ts";
import type { Parts } from "./handlers/parts.ts";
import { pendingHandlers } from "./handlers/pending.ts";
import { showRequest } from "./handlers/prompt.ts";
import { recoverHandlers } from "./handlers/recover.ts";
import { register } from "./handlers/register.ts";
import { settingsHandlers } from "./handlers/settings.ts";
import { signHandlers } from "./handlers/sign.ts";
import { siteHandlers } from "./handlers/sites.ts";
import { slotHandlers } from "./handlers/slots.ts";
import { vaultHandlers } from "./handlers/vault.ts";
import { wordHandlers } from "./handlers/words.ts";
import { createKeyring } from "./keyring.ts";
import { createKits } from "./kits.ts";
import { createLimits } from "./limits.ts";
import { createOpenings } from "./openings.ts";
import { createPasskeys, relyingPartyOf } from "./passkeys.ts";
import { createPendings } from "./pendings.ts";
import { createPolicy } from "./policy.ts";
import { createRecoveries } from "./recoveries.ts";
import { createDrafts } from "./recoveryDrafts.ts";
import { createRegistrations } from "./registrations.ts";
import { createRehearsals } from "./rehearsals.ts";
import type { Build } from "./requestViews.ts";
import { createRouter } from "./router.ts";
import { createSignings } from "./signings.ts";
import { accountsOf } from "./sites.ts";
import type { Store } from "./store.ts";
import type { Windows } from "./windows.ts";

/** What the rest of the background needs of the browser, beside what its front has; everything else it builds itself. */
export interface Platform {
  readonly build: Build;
  readonly store: Store;
  readonly windows: Windows;
  readonly fetch: typeof globalThis.fetch;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Asks to be swept at that time, in milliseconds since the epoch, even if the worker has gone by then. */
  readonly wakeAt: (when: number) => void;
  /** Asks to be locked after so many minutes without use, and at that time (since the epoch) in any case. */
  readonly lockAfter: (idleMinutes: number, at: number) => void;
  /** Tells our own pages that what they show may have changed. */
  readonly tellPages: () => void;
}

export function compose(front: Front, platform: Platform): Rest {
  const parts = createParts(front, platform);
  const status = getStatus(front);
  const route = createRouter({
    identify: (sender) => identify(sender, front.own),
    isConnected: parts.connections.isConnected,
    checkSite: parts.policy.checkSite,
    passkey: parts.passkeys.receive,
    site: {
      dfns_getStatus: async (_params, caller) => status(caller),
      dfns_connect: connect(parts),
      dfns_disconnect: disconnect(parts),
      dfns_register: register(parts),
      dfns_createCredential: createCredential(parts),
      ...signHandlers(parts),
      dfns_recover: askRecovery(parts),
    },
    page: {
      ...vaultHandlers(parts),
      ...slotHandlers(parts),
      ...backupHandlers(parts),
      ...settingsHandlers(parts),
      ...approvalHandlers(parts),
      ...wordHandlers(parts),
      ...pendingHandlers(parts),
      ...accountHandlers(parts),
      ...siteHandlers(parts),
      ...recoverHandlers(parts),
      ...activityHandlers(parts),
    },
  });
  return {
    route,
    async sweep() {
      await parts.approvals.sweep();
      // A timer may be early.
      await parts.changed();
    },
    lock: () => lock(parts),
    resume: () => resume(parts),
  };
}

async function resume(parts: Parts): Promise<void> {
  const { approvals, signings, keyring, connections, additions, registrations } = parts;
  // Before any message is worked on: what is under way now was cut short.
  const cut = await approvals.open();
  await approvals.tellAgain();
  await approvals.sweep();
  await parts.changed();
  const isUnlocked = await keyring.isUnlocked();
  await signings.endInterrupted(isUnlocked ? await resumeSignings(parts, cut) : cut);
  if (!isUnlocked) return lock(parts);
  await watch(parts);
  await connections.refresh(await keyring.index());
  await resumeConnects(parts, cut);
  await additions.endInterrupted(cut);
  await registrations.resumeAll();
}

function createParts(front: Front, platform: Platform): Parts {
  const { session, push, now, kept, connections } = front;
  const { store, wait, windows, build } = platform;
  const policy = createPolicy(front.managed);
  const keyring = createKeyring({ store, kept, now });
  const { lockAfter, tellPages } = platform;
  const activity = createActivity({ session, keyring, build, now, tellPages });
  const changed = async () => {
    const open = await approvals.open();
    void windows.setBadge(open.length).catch(() => undefined);
    if (open.length > 0) platform.wakeAt(Math.min(...open.map(endOf)));
    platform.tellPages();
  };
  const approvals = createApprovals({
    session,
    now,
    push,
    changed,
    isUnlocked: keyring.isUnlocked,
    moved: activity.moved,
  });
  const pendings = createPendings({ keyring, now });
  const registered = async (origin: string) => {
    const index = await keyring.index();
    await connections.refresh(index);
    await connections.emit("accountsChanged", (site) => accountsOf(index, site), origin);
  };
  const api = createApi(platform.fetch, now);
  const audits = createAudits({ keyring, session, api, now, changed });
  const { signedIn } = audits;
  const askPasskey = (id: string) => passkeys.ask(id);
  const registrations = createRegistrations({
    ...{ pendings, approvals, api, now, wait, changed, registered, signedIn, askPasskey },
  });
  const kits = createKits({ keyring, now });
  const additions = createAdditions({ keyring, approvals, kits, now, registered, askPasskey });
  const signings = createSignings({ keyring, approvals, activity, api, signedIn, now });
  const openings = createOpenings({ approvals, keyring, registrations, api, now });
  const turnBack = (approval: Approval) => showRequest(windows, approval);
  const passkeys = createPasskeys({
    ...{ approvals, windows, push, turnBack },
    created: async (approval, passkey) => {
      const { recordId } = approval;
      if (recordId === null) await additions.passkeyMade(approval, passkey);
      else await registrations.passkeyMade(recordId, passkey, relyingPartyOf(approval).id);
      await turnBack(approval);
    },
    asserted: async (approval, assertion) => answerWithPasskey({ keyring, signings }, approval, assertion),
  });
  const guard = createGuard({ store, now });
  const gate = { blocks: createBlocks({ store, now }), limits: createLimits({ session, now }) };
  const rehearsals = createRehearsals({ keyring, now });
  const drafts = createDrafts({ session, approvals, pendings });
  const recoveries = createRecoveries({
    ...{ drafts, keyring, approvals, pendings, registrations, api, now, build },
  });
  const made = { activity, recoveries, rehearsals, audits, kits, additions };
  const ends = { approvals, pendings, registrations, openings, passkeys, signings, connections, ...made };
  return { keyring, guard, policy, ...ends, ...gate, windows, build, now, lockAfter, changed, tellPages };
}
