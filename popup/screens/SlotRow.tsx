import { useState } from "preact/hooks";
import type { SlotView } from "../../src/protocol/vaultViews.ts";
import { send } from "../client.ts";
import { Button } from "../components/Button.tsx";
import { LinkButton } from "../components/LinkButton.tsx";
import { NameForm } from "../components/NameForm.tsx";
import { name as shown } from "../components/outside.ts";
import { Setting } from "../components/Setting.tsx";
import { useReturn } from "../components/useReturn.ts";
import { slotNameText, settingsText as words } from "../textSettings.ts";
import { day } from "../time.ts";

/** A passkey or phrase that opens the vault: renamed in place, removed on a page of its own. */
export function SlotRow({ slot: { id, name, createdAt, type } }: { slot: SlotView }) {
  const [renaming, setRenaming] = useState(false);
  const opener = useReturn(renaming);
  const clean = shown(name);
  return (
    <Setting
      name={type === "passkey" ? words.passkey : words.phrase}
      lead={words.added(clean, day(createdAt))}
    >
      {renaming ? (
        <NameForm
          label={slotNameText.label}
          helper={slotNameText.helper}
          value={name}
          empty="refused"
          onSave={async (typed) => void (await send("vault.renameSlot", { id, name: typed }))}
          onDone={() => setRenaming(false)}
        />
      ) : (
        <div class="actions">
          <Button look="text" size="small" buttonRef={opener} onClick={() => setRenaming(true)}>
            {slotNameText.rename(clean)}
          </Button>
          <LinkButton href={`#/settings/remove/${id}`} look="text">
            {words.remove(clean)}
          </LinkButton>
        </div>
      )}
    </Setting>
  );
}
