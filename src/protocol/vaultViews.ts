/** What our pages are told about the vault itself. */
import type { AlgorithmName } from "../core/algorithms.ts";
import type { LockMinutes } from "../core/vault/index.ts";

/** What opens the vault beside the password, as far as a locked page needs it. Base64url. */
export interface UnlockersView {
  readonly passkeys: readonly { readonly credential: string; readonly input: string }[];
  readonly phrase: boolean;
}

export interface SlotView {
  readonly id: string;
  readonly type: "password" | "passkey" | "phrase";
  readonly name: string;
  readonly createdAt: string;
  /** Of a passkey. */
  readonly passkey: { readonly credential: string; readonly input: string } | null;
}

export interface SettingsView {
  readonly slots: readonly SlotView[];
  readonly lockMinutes: LockMinutes;
  readonly opaque: "show" | "refuse";
  readonly algorithm: AlgorithmName;
  readonly backedUpAt: string | null;
  /** Credentials that are in no backup file. */
  readonly unsaved: number;
  /** What the organisation has decided. */
  readonly managed: {
    readonly lockIdleMinutes: number | null;
    readonly forbidExport: boolean;
    readonly forbidOpaque: boolean;
    readonly minPasswordLength: number;
  };
}

/** A file for the person to keep. */
export interface FileView {
  readonly name: string;
  readonly text: string;
}

interface CredentialLine {
  readonly name: string;
  readonly username: string;
}

/** What a backup would change here; `merge` is `null` where there is no open vault to merge into. */
export interface BackupView {
  readonly createdAt: string;
  readonly accounts: number;
  readonly credentials: number;
  readonly merge: {
    readonly accounts: readonly { readonly username: string; readonly credentials: number }[];
    readonly added: readonly CredentialLine[];
    readonly renewed: readonly CredentialLine[];
    readonly older: readonly CredentialLine[];
    readonly same: number;
  } | null;
  /** Whether something would be overwritten by `replace`. */
  readonly replaces: boolean;
}
