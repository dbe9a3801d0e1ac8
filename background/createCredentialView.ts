import type { CredentialKind } from "../src/core/dfns/types.ts";
import { accountIdOf, type Index, type RecordEntry } from "../src/core/vault/index.ts";
import { environmentOf } from "../src/protocol/apiHosts.ts";
import type { Params } from "../src/protocol/requests.ts";
import type { CreateCredentialView, PendingView } from "../src/protocol/views.ts";
import type { Approval } from "./approvalRecord.ts";
import { FIRST_FACTOR_NAME, RECOVERY_NAME } from "./credentials.ts";
import type { Build } from "./requestViews.ts";

const KINDS = ["Key", "PasswordProtectedKey", "Fido2", "RecoveryKey"] as const satisfies CredentialKind[];

/** The kind of the challenge, if it is one that can be made. */
export const kindToCreate = (kind: string): CredentialKind | undefined => KINDS.find((one) => one === kind);

/** What is to be made: the kind is the challenge's, the name the site's or ours. */
export function toCreate({ challenge, name }: Params<"dfns_createCredential">): {
  readonly kind: CredentialKind;
  readonly name: string;
} {
  const kind = kindToCreate(challenge.kind) ?? "Key";
  return { kind, name: name ?? (kind === "RecoveryKey" ? RECOVERY_NAME : FIRST_FACTOR_NAME[kind]) };
}

/** What the window shows. An account of this vault has the name that the vault knows, whatever the site says. */
export function createCredentialView(
  approval: Pick<Approval, "origin" | "params">,
  index: Index,
  build: Build,
): CreateCredentialView {
  const params = approval.params as Params<"dfns_createCredential">;
  const { url, orgId } = params.api;
  const { user } = params.challenge;
  const account = index.accounts.find(({ id }) => id === accountIdOf(url, user.id));
  return {
    method: "dfns_createCredential",
    origin: approval.origin,
    username: account?.username ?? user.name,
    orgId: account?.orgId ?? orgId,
    url,
    environment: environmentOf(url, build) ?? "Live",
    inVault: account !== undefined,
    ...toCreate(params),
    sameWords: kitEntryOf(approval, index) !== undefined,
  };
}

/** The kit of an earlier try that this site asked for: its words are on the person's paper already. */
export function kitEntryOf(
  { origin, params }: Pick<Approval, "origin" | "params">,
  { records }: Index,
): RecordEntry | undefined {
  const { api, challenge } = params as Params<"dfns_createCredential">;
  if (challenge.kind !== "RecoveryKey") return undefined;
  const accountId = accountIdOf(api.url, challenge.user.id);
  return records.find(
    (entry) => entry.purpose === "kit" && entry.accountId === accountId && entry.registeredOn === origin,
  );
}

/** The kits whose words were not confirmed, oldest first. */
export const pendingKitViews = ({ records }: Index): readonly PendingView[] =>
  records.flatMap(({ id: recordId, purpose, user, registeredOn: origin, createdAt }) => {
    if (purpose !== "kit" || !user) return [];
    const { username, orgId, url } = user;
    return [{ recordId, purpose, username, orgId, url, origin, createdAt, ...UNTOUCHED }];
  });

const UNTOUCHED = { state: "created", refusal: null, live: false } as const;
