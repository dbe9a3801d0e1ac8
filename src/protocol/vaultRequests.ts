/** What our own pages ask about the vault itself: its factors, backups and settings. */
import * as v from "valibot";
import { noParams, password, text, typedPhrase } from "./params.ts";

const ANY_PAGE = ["popup", "approve", "vault"] as const;
const vaultTab = ["vault"] as const;
const slotId = text(64);

/** A passkey's answer (base64url), or the 12 words. */
const factor = v.variant("type", [
  v.strictObject({
    type: v.literal("passkey"),
    credential: text(1400),
    input: text(64),
    output: text(64),
  }),
  v.strictObject({ type: v.literal("phrase"), words: typedPhrase }),
]);

export type FactorInput = v.InferOutput<typeof factor>;

const keep = v.optional(v.pipe(v.array(factor), v.maxLength(16)), []);
const file = v.string();

export const VAULT_REQUESTS = {
  /** What opens the vault beside the password. */
  "vault.unlockers": { from: ANY_PAGE, params: noParams },
  "vault.unlockWith": { from: ANY_PAGE, params: v.strictObject({ factor }) },
  "vault.changePassword": {
    from: vaultTab,
    params: v.strictObject({ current: password, next: password, keep }),
  },
  "vault.addSlot": { from: vaultTab, params: v.strictObject({ password, factor, name: text(100) }) },
  "vault.renameSlot": { from: vaultTab, params: v.strictObject({ id: slotId, name: text(100) }) },
  /** Every slot whose factor is not in `keep` goes with it. */
  "vault.removeSlot": { from: vaultTab, params: v.strictObject({ id: slotId, password, keep }) },
  /** Removes a vault that does not open, after a typed confirmation. */
  "vault.startAgain": { from: vaultTab, params: noParams },

  "backup.save": { from: vaultTab, params: noParams },
  /** Everything as it lies there, readable or not, for whoever may look at it. */
  "backup.copy": { from: vaultTab, params: noParams },
  "backup.preview": { from: vaultTab, params: v.strictObject({ file, password }) },
  "backup.restore": {
    from: vaultTab,
    params: v.strictObject({ file, password, how: v.picklist(["merge", "replace"]) }),
  },

  "settings.show": { from: vaultTab, params: noParams },
  "settings.change": {
    from: vaultTab,
    params: v.strictObject({
      lockMinutes: v.optional(v.picklist([1, 5, 15, 30, 60])),
      opaque: v.optional(v.picklist(["show", "refuse"])),
      algorithm: v.optional(v.picklist(["ES256", "EdDSA", "ES256K"])),
    }),
  },
} as const;

/** Requests whose params hold a file, and may be larger than the rest. */
export const WITH_FILE: ReadonlySet<string> = new Set(["backup.preview", "backup.restore"]);
