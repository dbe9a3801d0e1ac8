import { useAsked } from "../ask.ts";
import { closeWindow, openTab, send } from "../client.ts";
import { evaluatePasskey, hasPasskeys, inToolbar } from "../passkey.ts";
import { useSend } from "../screens/useSend.ts";
import { slotText } from "../textSettings.ts";
import { Button } from "./Button.tsx";
import { Note } from "./Note.tsx";

/** "Unlock with passkey", where one is set up; from the toolbar popup it goes on in a tab. */
export function PasskeyButton({ onUnlocked }: { onUnlocked: () => void }) {
  const [unlockers] = useAsked("vault.unlockers", {}, () => Number.POSITIVE_INFINITY);
  const { busy, error, setError, run } = useSend({ notOpened: slotText.passkeyFailed });
  const passkeys = unlockers.state === "answered" ? unlockers.view.passkeys : [];
  if (!hasPasskeys() || passkeys.length === 0) return null;
  const unlock = () =>
    run(async () => {
      if (inToolbar()) {
        await openTab("vault.html#/accounts");
        return closeWindow();
      }
      const factor = await evaluatePasskey(passkeys).catch(() => null);
      if (!factor) return setError(slotText.passkeyFailed);
      await send("vault.unlockWith", { factor });
      onUnlocked();
    });
  return (
    <>
      {error && <Note look="warn">{error}</Note>}
      <Button busy={busy} onClick={() => void unlock()}>
        {slotText.unlock}
      </Button>
    </>
  );
}
