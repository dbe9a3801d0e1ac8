import { useState } from "preact/hooks";
import type { Reason } from "../../src/core/errors.ts";
import { reasonOf } from "../ask.ts";
import { text } from "../text.ts";

/** What a failed action says, where the screen has no better words. */
export const failureText = (reason: Reason): string =>
  reason === "storage" ? text.failed.storage : text.failed.internal;

interface Action {
  readonly busy: boolean;
  readonly failure: Reason | null;
  /** Runs one action at a time; a second one meanwhile is dropped. */
  readonly run: (action: () => Promise<void>) => Promise<void>;
}

/** One thing that a screen does in the background, with its waiting and its failure. */
export function useAction(): Action {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Reason | null>(null);
  const run = async (action: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    setFailure(null);
    try {
      await action();
    } catch (error) {
      setFailure(reasonOf(error));
    }
    setBusy(false);
  };
  return { busy, failure, run };
}
