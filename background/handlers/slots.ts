import { rpcError } from "../../src/core/errors.ts";
import { createSlot, newSlotId, openPasswordSlot, type Slot } from "../../src/core/vault/slots.ts";
import { isLongEnough } from "../passwords.ts";
import type { PageHandlers } from "../router.ts";
import { factorOf, passwordOf, unlockersOf } from "../unlockers.ts";
import { unlock } from "./locking.ts";
import type { Parts } from "./parts.ts";
import { shortest } from "./settings.ts";

type SlotHandlers = Pick<
  PageHandlers,
  | "vault.unlockers"
  | "vault.unlockWith"
  | "vault.changePassword"
  | "vault.addSlot"
  | "vault.renameSlot"
  | "vault.removeSlot"
  | "vault.startAgain"
>;

/** What opens the vault: unlocking with it, adding, renaming and removing it. */
export function slotHandlers(parts: Parts): SlotHandlers {
  const { keyring, guard, activity, now, changed, tellPages } = parts;
  const dated = () => new Date(now()).toISOString();
  const changedBy = (method: keyof SlotHandlers) => {
    activity.note({ type: "changed", method });
    tellPages();
  };
  return {
    "vault.unlockers": async () => unlockersOf(await keyring.slots()),
    "vault.unlockWith": async ({ factor }) => {
      await unlock(parts, factorOf(factor));
      return null;
    },
    "vault.changePassword": async ({ current, next, keep }) => {
      if (!isLongEnough(next, await shortest(parts))) throw rpcError("weakPassword");
      await guard.attempt("vault", () =>
        keyring.rekey([passwordOf(current), ...keep.map(factorOf)], ([first, ...others]) =>
          first
            ? [{ naming: { ...first.naming, createdAt: dated() }, factor: passwordOf(next) }, ...others]
            : others,
        ),
      );
      changedBy("vault.changePassword");
      return null;
    },
    "vault.addSlot": async ({ password, factor: input, name }) => {
      const factor = factorOf(input);
      await guard.attempt("vault", () =>
        keyring.changeSlots(async (slots, { vmk, ...place }) => {
          await openWithPassword(slots, place, password);
          const naming = { id: newSlotId(), name, createdAt: dated() };
          return [...slots, (await createSlot({ ...place, ...naming, vmk, factor })) as Slot];
        }),
      );
      changedBy("vault.addSlot");
      return null;
    },
    "vault.renameSlot": async ({ id, name }) => {
      await keyring.changeSlots(async (slots) => {
        if (!slots.some((slot) => slot.id === id)) throw rpcError("invalidParams", { path: "id" });
        return slots.map((slot) => (slot.id === id ? { ...slot, name } : slot));
      });
      tellPages();
      return null;
    },
    "vault.removeSlot": async ({ id, password, keep }) => {
      await guard.attempt("vault", () =>
        keyring.rekey([passwordOf(password), ...keep.map(factorOf)], (slots) =>
          slots.filter(({ naming, factor }) => factor.type === "password" || naming.id !== id),
        ),
      );
      changedBy("vault.removeSlot");
      return null;
    },
    "vault.startAgain": async () => {
      if ((await keyring.state()) === "unlocked") throw rpcError("vaultExists");
      await keyring.clear();
      await guard.forget("vault");
      await changed();
      return null;
    },
  };
}

async function openWithPassword(
  slots: readonly Slot[],
  place: { readonly vaultId: string; readonly epoch: number },
  password: string,
): Promise<void> {
  const slot = slots.find(({ type }) => type === "password");
  if (!slot) throw rpcError("notOpened");
  await openPasswordSlot({ slot, password, ...place });
}
