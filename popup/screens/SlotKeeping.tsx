import { useRef, useState } from "preact/hooks";
import type { FactorInput } from "../../src/protocol/vaultRequests.ts";
import type { SlotView } from "../../src/protocol/vaultViews.ts";
import { Button } from "../components/Button.tsx";
import { Note } from "../components/Note.tsx";
import { PhraseEntry } from "../components/PhraseEntry.tsx";
import { useAction } from "../components/useAction.ts";
import { evaluatePasskey } from "../passkey.ts";
import { keepText } from "../textKeep.ts";

/** The other slots of a vault that gets a new key, each kept only when its factor is presented. */
export function useKeeping(slots: readonly SlotView[]) {
  const [touched, setTouched] = useState<readonly FactorInput[]>([]);
  const [failed, setFailed] = useState(false);
  const phrase = useRef<HTMLInputElement>(null);
  const others = slots.filter(({ type }) => type !== "password");
  const isTouched = ({ passkey }: SlotView) =>
    touched.some((one) => one.type === "passkey" && one.credential === passkey?.credential);
  const { run } = useAction();
  const touch = ({ passkey }: SlotView) =>
    run(async () => {
      const factor = passkey && (await evaluatePasskey([passkey]).catch(() => null));
      setFailed(!factor);
      if (factor) setTouched([...touched, factor]);
    });
  const presented = (): FactorInput[] => {
    const typed = phrase.current?.value.trim() ?? "";
    return typed === "" ? [...touched] : [...touched, { type: "phrase", words: typed }];
  };
  return { others, isTouched, touch, failed, phrase, presented };
}

export function SlotKeeping({ keeping }: { keeping: ReturnType<typeof useKeeping> }) {
  const { others, isTouched, touch, failed, phrase } = keeping;
  const dropped = others.filter((slot) => slot.type === "passkey" && !isTouched(slot));
  if (others.length === 0) return null;
  return (
    <fieldset class="stack-tight">
      <legend class="section-title">{keepText.title}</legend>
      {dropped.map((slot) => (
        <Button key={slot.id} onClick={() => void touch(slot)}>
          {keepText.touch(slot.name)}
        </Button>
      ))}
      {failed && <Note look="warn">{keepText.failed}</Note>}
      {others.some(({ type }) => type === "phrase") && (
        <PhraseEntry label={keepText.phrase} input={phrase} error={null} helper={keepText.phraseHelper} />
      )}
      {dropped.length > 0 && <p class="small">{keepText.drops(dropped.map(({ name }) => name))}</p>}
    </fieldset>
  );
}
