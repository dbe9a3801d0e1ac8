import type { Index, Settings } from "../../src/core/vault/index.ts";
import type { Slot } from "../../src/core/vault/slots.ts";
import type { SettingsView, SlotView } from "../../src/protocol/vaultViews.ts";
import type { PageHandlers } from "../router.ts";
import { IDLE_MINUTES, shortest } from "./inForce.ts";
import { watch } from "./locking.ts";
import type { Parts } from "./parts.ts";

export const settingsHandlers = (parts: Parts): Pick<PageHandlers, "settings.show" | "settings.change"> => ({
  "settings.show": async () => {
    const { keyring, policy } = parts;
    const index = await keyring.index();
    const rows = await policy.rows();
    const managed: SettingsView["managed"] = {
      lockIdleMinutes: rows.lockIdleMinutes ?? null,
      forbidExport: rows.forbidExport ?? false,
      forbidOpaque: rows.forbidOpaque ?? false,
      minPasswordLength: await shortest(parts),
    };
    return { slots: (await keyring.slots()).map(slotView), ...viewOf(index), managed };
  },
  "settings.change": async (changed) => {
    const given = Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined));
    await parts.keyring.change((index) => ({
      index: { ...index, settings: { ...index.settings, ...(given as Partial<Settings>) } },
    }));
    await watch(parts);
    parts.tellPages();
    return null;
  },
});

function viewOf(index: Index): Omit<SettingsView, "slots" | "managed"> {
  const { lockMinutes = IDLE_MINUTES, opaque = "show", algorithm, backedUpAt = null } = index.settings;
  return { lockMinutes, opaque, algorithm, backedUpAt, unsaved: unsavedIn(index) };
}

const slotView = ({ id, type, name, createdAt, kdf }: Slot): SlotView => {
  const passkey = kdf.name === "webauthn-prf" ? { credential: kdf.credential, input: kdf.input } : null;
  return { id, type, name, createdAt, passkey };
};

/** How many credentials were made after the last backup; a passkey is not in the vault. */
export const unsavedIn = ({ records, settings: { backedUpAt = "" } }: Index): number =>
  records.filter(({ kind, createdAt }) => kind !== "pending" && kind !== "Fido2" && createdAt > backedUpAt)
    .length;
