import { useState } from "preact/hooks";
import type { Reason } from "../../src/core/errors.ts";
import { errorOf } from "../ask.ts";
import { settingsText } from "../textSettings.ts";

/** What a form says when the background refuses. */
export type Refusals = Partial<Readonly<Record<Reason, string>>>;

/**
 * A form that does one thing with a password: its waiting, and a sentence for what went wrong. After that `blamed`, the
 * field that the sentence stands under, has the focus.
 */
export function useSend(refusals: Refusals, blamed?: { readonly current: HTMLElement | null }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const run = async (action: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      await action();
    } catch (thrown) {
      const { reason, retryAfter = 0 } = errorOf(thrown).data;
      setError(
        reason === "rateLimited" ? settingsText.wait(retryAfter) : (refusals[reason] ?? settingsText.failed),
      );
      blamed?.current?.focus();
    }
    setBusy(false);
  };
  return { busy, error, setError, run };
}
