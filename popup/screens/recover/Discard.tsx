import { useState } from "preact/hooks";
import { send } from "../../client.ts";
import { Button } from "../../components/Button.tsx";
import { DiscardDialog } from "../../components/DiscardDialog.tsx";
import { Failure } from "../../components/Failure.tsx";
import { useAction } from "../../components/useAction.ts";
import { recoverText } from "../../textRecover.ts";

interface DiscardProps {
  readonly label: string;
  readonly refresh: () => Promise<void>;
}

/** Gives up a recovery whose new words are on paper already; asks first. */
export function Discard({ label, refresh }: DiscardProps) {
  const [asking, setAsking] = useState(false);
  const close = () => setAsking(false);
  const { failure, run } = useAction();
  const discard = () => run(() => send("recover.discard", {}).then(refresh));
  return (
    <>
      <Button onClick={() => setAsking(true)}>{label}</Button>
      <Failure of={failure} />
      {asking && (
        <DiscardDialog words={recoverText.discard} onCancel={close} onDiscard={() => discard().then(close)} />
      )}
    </>
  );
}
