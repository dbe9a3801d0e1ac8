import { useEffect, useRef, useState } from "preact/hooks";
import { errorOf } from "../ask.ts";
import { send } from "../client.ts";
import { text, waysInText } from "../text.ts";
import { clock } from "../time.ts";
import { announce } from "./announce.tsx";
import { Button } from "./Button.tsx";
import { useTimeLeft } from "./Clock.tsx";
import { ForgotLink } from "./ForgotLink.tsx";
import { PasskeyButton } from "./PasskeyButton.tsx";
import { SecretField } from "./SecretField.tsx";

/** From so many wrong passwords on it may be the vault. */
const OFTEN = 3;

/** Opens the vault; the field is emptied after every try. */
export function UnlockForm({ onUnlocked }: { onUnlocked: () => void }) {
  const field = useRef<HTMLInputElement>(null);
  const { error, waiting, busy, isLost, unlock } = useUnlock(field, onUnlocked);
  // The field takes the focus from the heading, which then is not read.
  useEffect(() => announce(text.lockedNow), []);
  return (
    <form
      class="stack"
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void unlock();
      }}
    >
      <SecretField label={text.unlock.password} input={field} error={waiting ?? error} takesFocus />
      <Button type="submit" look="primary" busy={busy} disabled={waiting !== null}>
        {text.unlock.submit}
      </Button>
      <PasskeyButton onUnlocked={onUnlocked} />
      <ForgotLink>{isLost ? waysInText.whatNow : waysInText.forgot}</ForgotLink>
    </form>
  );
}

function useUnlock(field: { current: HTMLInputElement | null }, onUnlocked: () => void) {
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [until, setUntil] = useState(0);
  const [wrong, setWrong] = useState(0);
  const isLost = wrong >= OFTEN;
  const waiting = useWaiting(until);

  const fail = (thrown: unknown) => {
    const { reason, retryAfter } = errorOf(thrown).data;
    if (reason === "rateLimited" && retryAfter) return setUntil(Date.now() + retryAfter * 1000);
    if (reason !== "notOpened") return setError(text.failed.internal);
    setWrong(wrong + 1);
    setError(wrong + 1 < OFTEN ? text.unlock.wrong : text.unlock.wrongAgain);
  };
  const unlock = async () => {
    const input = field.current;
    if (!input || busy || waiting) return;
    const password = input.value;
    if (password === "") return setError(text.unlock.empty);
    input.value = "";
    setBusy(true);
    setError(null);
    try {
      await send("vault.unlock", { password });
      onUnlocked();
    } catch (thrown) {
      fail(thrown);
      input.focus();
    }
    setBusy(false);
  };
  return { error, waiting, busy, isLost, unlock };
}

/** The sentence that counts down to the next try; `null` when there is nothing to wait for. */
function useWaiting(until: number): string | null {
  const left = useTimeLeft(until, () => announce(text.unlock.waitOver));
  useEffect(() => {
    if (until > Date.now()) announce(text.unlock.wait(clock(until - Date.now())));
  }, [until]);
  return until > 0 && left > 0 ? text.unlock.wait(clock(left)) : null;
}
