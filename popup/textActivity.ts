/** The words of the activity page. */
import type { ActivityEntry } from "../src/core/vault/activity.ts";

export const activityText = {
  title: "Activity",
  whole: (total: number) => `${total} ${total === 1 ? "entry" : "entries"}, none changed or missing`,
  broken: (ranges: string, one: boolean) =>
    one ? `Entry ${ranges} is missing or was changed.` : `Entries ${ranges} are missing or were changed.`,
  to: (from: number, until: number) => (from === until ? `${from}` : `${from} to ${until}`),
  emptyTitle: "Nothing yet",
  emptyLead: "What you approve, reject and change is listed here, on this device only.",
  noneHere: "Nothing of this kind.",
  filter: "Show",
  filters: { all: "All", signatures: "Signatures", sites: "Sites", security: "Security" },
  export: "Export",
  failed: (reason: string) => `Failed: ${reason}`,
  site: "Site",
  entry: "Entry",
  request: "Request",
  challenge: "Challenge hash",
  credId: "Credential ID",
  payload: "Payload hash",
  labels: { verified: "Verified", stated: "Stated", opaque: "Opaque" } as Readonly<Record<string, string>>,
} as const;

const REQUEST: Readonly<Record<string, string>> = {
  dfns_connect: "connection",
  dfns_register: "registration",
  dfns_createCredential: "new credential",
  dfns_recover: "recovery",
  dfns_login: "sign-in",
  dfns_signAction: "action",
  dfns_sign: "request to sign",
};

/** What a request of our own pages did. */
const OWN: Readonly<Record<string, string>> = {
  "activity.export": "Exported the activity log",
  "backup.save": "Exported a backup",
  "backup.restore": "Imported a backup",
  "vault.unlock": "Failed to unlock the vault",
  "vault.changePassword": "Changed the vault password",
  "vault.addSlot": "Added a way to unlock the vault",
  "vault.removeSlot": "Removed a way to unlock the vault",
};

const SENTENCES: Readonly<Record<ActivityEntry["type"], (request: string) => string>> = {
  approved: (request) => `Approved a ${request}`,
  signed: (request) => `Signed a ${request}`,
  rejected: (request) => `Rejected a ${request}`,
  expired: (request) => `A ${request} expired`,
  failed: (request) => `A ${request} failed`,
  revoked: () => "Revoked the site",
  locked: () => "Locked the vault",
  unlocked: () => "Unlocked the vault",
  exported: () => "Exported data",
  changed: () => "Changed the vault",
};

/** What happened, as a sentence; the window's own title where it had one. */
export function sentenceOf({ type, method = "", title }: ActivityEntry): string {
  if (Object.hasOwn(OWN, method)) return OWN[method] ?? "";
  const request = Object.hasOwn(REQUEST, method) ? (REQUEST[method] ?? "request") : "request";
  const sentence = SENTENCES[type](request)
    .replace(/\ba action\b/, "an action")
    .replace(/\bA action\b/, "An action");
  return title ? `${sentence}: ${title}` : sentence;
}
