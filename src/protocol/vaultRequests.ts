/** What our own pages ask about the vault itself: its factors, backups and settings. */
import * as v from "valibot";
import { noParams } from "./greeting.ts";
import { password, text, typedPhrase } from "./params.ts";
import { cleanText } from "./text.ts";

const ANY_PAGE = ["popup", "approve", "vault"] as const;
const vaultTab = ["vault"] as const;
const slotId = text(64);
/** As a person types it; something must be left to see. */
const slotName = v.pipe(
  v.string(),
  v.maxLength(400),
  v.transform((typed) => cleanText(typed, 100)),
  v.minLength(1),
);

/** A passkey's answer (base64url), or the 12 words. */
const beside = [
  v.strictObject({
    type: v.literal("passkey"),
    credential: text(1400),
    input: text(64),
    output: text(64),
  }),
  v.strictObject({ type: v.literal("phrase"), words: typedPhrase }),
] as const;
const factor = v.variant("type", beside);
const anyFactor = v.variant("type", [v.strictObject({ type: v.literal("password"), password }), ...beside]);

export type FactorInput = v.InferOutput<typeof factor>;
export type AnyFactorInput = v.InferOutput<typeof anyFactor>;

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
  "vault.addSlot": { from: vaultTab, params: v.strictObject({ password, factor, name: slotName }) },
  "vault.renameSlot": { from: vaultTab, params: v.strictObject({ id: slotId, name: slotName }) },
  /** Every slot whose factor is not in `keep` goes with it. */
  "vault.removeSlot": { from: vaultTab, params: v.strictObject({ id: slotId, password, keep }) },
  /** Removes a vault that does not open, after a typed confirmation. */
  "vault.startAgain": { from: vaultTab, params: noParams },

  "backup.save": { from: vaultTab, params: noParams },
  /** Everything as it lies there, readable or not, for whoever may look at it. */
  "backup.copy": { from: vaultTab, params: noParams },
  /** What opens a backup beside its password. */
  "backup.unlockers": { from: vaultTab, params: v.strictObject({ file }) },
  "backup.preview": { from: vaultTab, params: v.strictObject({ file, factor: anyFactor }) },
  "backup.restore": {
    from: vaultTab,
    params: v.strictObject({ file, factor: anyFactor, how: v.picklist(["merge", "replace"]) }),
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
export const WITH_FILE: ReadonlySet<string> = new Set([
  "backup.unlockers",
  "backup.preview",
  "backup.restore",
]);
