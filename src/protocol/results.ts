import type {
  Assertion,
  CredentialKind,
  NewCredential,
  RecoveryCredentials,
  RegistrationCredentials,
  Wallet,
} from "../core/dfns/types.ts";
import type { ActivityView } from "./activityViews.ts";
import type { AuditOutcome } from "./auditViews.ts";
import type { PhraseOutcome, RecoverView } from "./recoverViews.ts";
import type { RequestName } from "./requests.ts";
import type { SitesView } from "./siteViews.ts";
import type { BackupView, FileView, SettingsView, UnlockersView } from "./vaultViews.ts";
import type { ApprovalView, KitView, Overview, VaultStatus } from "./views.ts";

export interface Account {
  readonly username: string;
  readonly userId: string;
  readonly orgId: string;
  readonly url: string;
  readonly credentials: readonly {
    readonly credId: string;
    readonly kind: CredentialKind;
    readonly name: string;
  }[];
  readonly wallets: readonly {
    readonly id: string;
    readonly network: string;
    readonly address?: string;
  }[];
}

/** The response of Dfns to a completed registration, with the members that its schema lists. */
export interface RegistrationResponse {
  readonly credential: {
    readonly uuid: string;
    readonly kind: string;
    readonly name: string;
  };
  readonly user: {
    readonly id: string;
    readonly username: string;
    readonly orgId?: string;
  };
  readonly authentication?: { readonly token: string };
  readonly wallets?: readonly Wallet[];
}

/** The response of Dfns to a recovery. */
export type RecoveryResponse = Pick<RegistrationResponse, "credential" | "user">;

/** What each request answers. The handlers are typed by this table. */
export interface Results extends Record<RequestName, unknown> {
  dfns_getStatus: { readonly connected: boolean; readonly locked?: boolean };
  dfns_connect: { readonly accounts: readonly Account[] };
  dfns_disconnect: null;
  dfns_register: RegistrationCredentials | RegistrationResponse;
  dfns_createCredential: NewCredential;
  dfns_sign: { readonly firstFactor: Assertion; readonly secondFactor?: Assertion };
  dfns_login: { readonly token: string };
  dfns_signAction: { readonly userAction: string };
  dfns_recover: RecoveryCredentials | RecoveryResponse;

  "vault.status": VaultStatus;
  "vault.overview": Overview;
  "vault.create": null;
  "vault.unlock": null;
  "vault.lock": null;
  "vault.verify": { readonly records: number };
  "vault.unlockers": UnlockersView;
  "vault.unlockWith": null;
  "vault.changePassword": null;
  "vault.addSlot": null;
  "vault.renameSlot": null;
  "vault.removeSlot": null;
  "vault.startAgain": null;

  "backup.save": FileView;
  "backup.copy": FileView;
  "backup.unlockers": UnlockersView;
  "backup.preview": BackupView;
  "backup.restore": null;

  "settings.show": SettingsView;
  "settings.change": null;

  "approval.show": ApprovalView;
  "approval.approve": null;
  "approval.reject": null;
  "approval.rejectAll": null;
  "approval.block": null;
  "approval.step": null;
  "approval.phrase": { readonly words: readonly string[]; readonly kit: KitView };
  "approval.check": { readonly right: boolean };
  "approval.finish": null;
  "approval.retry": null;
  "approval.discard": null;
  "approval.tab": null;
  "approval.keep": null;
  "approval.passkey": null;
  "approval.next": { readonly id: string | null };
  "approval.leave": { readonly id: string | null };
  "approval.open": null;

  "account.label": null;
  "account.audit": AuditOutcome;
  "account.remove": null;
  "account.rehearse": PhraseOutcome;
  "credential.rename": null;
  "credential.remove": null;
  "activity.list": ActivityView;
  "activity.export": FileView;
  "sites.list": SitesView;
  "sites.revoke": null;
  "sites.unblock": null;

  "recover.show": RecoverView;
  "recover.start": null;
  "recover.lines": null;
  "recover.take": null;
  "recover.code": null;
  "recover.open": PhraseOutcome;
  "recover.phrase": { readonly words: readonly string[]; readonly kit: KitView };
  "recover.step": null;
  "recover.check": { readonly right: boolean };
  "recover.confirm": { readonly right: boolean };
  "recover.finish": null;
  "recover.passkey": null;
  "recover.retry": null;
  "recover.discard": null;
  "recover.leave": null;

  "pending.open": null;
  "pending.discard": null;
}
