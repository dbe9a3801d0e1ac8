import { rpcError } from "../../src/core/errors.ts";
import { createSlot, newSlotId, openPasswordSlot, type Slot } from "../../src/core/vault/slots.ts";
import type { AnyFactorInput } from "../../src/protocol/vaultRequests.ts";
import { isLongEnough } from "../passwords.ts";
import type { PageHandlers } from "../router.ts";
import { factorOf, passwordOf, unlockersOf } from "../unlockers.ts";
import { shortest } from "./inForce.ts";
import { unlock } from "./locking.ts";
import type { Parts } from "./parts.ts";

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
export const slotHandlers = (parts: Parts): SlotHandlers => ({
  ...ways(parts),
  ...epochs(parts),
});

const datedBy = ({ now }: Parts) => new Date(now()).toISOString();

function note({ activity, tellPages }: Parts, method: keyof SlotHandlers): null {
  activity.note({ type: "changed", method });
  tellPages();
  return null;
}

/** A new master key, which only what is presented goes on to open. */
function epochs(parts: Parts): Pick<SlotHandlers, "vault.changePassword" | "vault.removeSlot"> {
  const { keyring, guard } = parts;
  const rekey = (
    password: string,
    keep: readonly AnyFactorInput[],
    edit: Parameters<typeof keyring.rekey>[1],
  ) => guard.attempt("vault", () => keyring.rekey([passwordOf(password), ...keep.map(factorOf)], edit));
  return {
    "vault.changePassword": async ({ current, next, keep }) => {
      if (!isLongEnough(next, await shortest(parts))) throw rpcError("weakPassword");
      await rekey(current, keep, ([first, ...others]) => {
        if (!first) return others;
        const naming = { ...first.naming, createdAt: datedBy(parts) };
        return [{ naming, factor: passwordOf(next) }, ...others];
      });
      return note(parts, "vault.changePassword");
    },
    "vault.removeSlot": async ({ id, password, keep }) => {
      await rekey(password, keep, (slots) =>
        slots.filter(({ naming, factor }) => factor.type === "password" || naming.id !== id),
      );
      return note(parts, "vault.removeSlot");
    },
  };
}

function ways(parts: Parts): Omit<SlotHandlers, keyof ReturnType<typeof epochs>> {
  const { keyring, guard, changed, tellPages } = parts;
  return {
    "vault.unlockers": async () => unlockersOf(await keyring.slots()),
    "vault.unlockWith": async ({ factor }) => {
      await unlock(parts, factorOf(factor));
      return null;
    },
    "vault.addSlot": async ({ password, factor: input, name }) => {
      const factor = factorOf(input);
      await guard.attempt("vault", () =>
        keyring.changeSlots(async (slots, { vmk, ...place }) => {
          await openWithPassword(slots, place, password);
          const naming = { id: newSlotId(), name, createdAt: datedBy(parts) };
          return [...slots, (await createSlot({ ...place, ...naming, vmk, factor })) as Slot];
        }),
      );
      return note(parts, "vault.addSlot");
    },
    "vault.renameSlot": async ({ id, name }) => {
      await keyring.changeSlots(async (slots) => {
        if (!slots.some((slot) => slot.id === id)) throw rpcError("invalidParams", { path: "id" });
        return slots.map((slot) => (slot.id === id ? { ...slot, name } : slot));
      });
      tellPages();
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
