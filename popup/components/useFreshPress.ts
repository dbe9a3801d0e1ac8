import { useEffect, useRef } from "preact/hooks";

/**
 * Tells a real press of a button from a Space that was already held down: one that began elsewhere, or before the
 * button was armed, must not press it when it is let go.
 */
export function useFreshPress(button: { current: HTMLButtonElement | null }, armed: boolean): () => boolean {
  const space = useRef({ down: false, fresh: false });
  const ready = useRef(armed);
  ready.current = armed;
  if (!armed) space.current.fresh = false;
  useEffect(() => {
    const down = (event: KeyboardEvent) => {
      if (event.key !== " ") return;
      const began = !event.repeat && !space.current.down;
      // A button that was disabled a moment ago may still have the focus.
      if (began) space.current.fresh = ready.current && event.target === button.current;
      space.current.down = true;
    };
    const up = (event: KeyboardEvent) => {
      if (event.key === " ") setTimeout(() => (space.current = { down: false, fresh: false }));
    };
    addEventListener("keydown", down, true);
    addEventListener("keyup", up, true);
    return () => {
      removeEventListener("keydown", down, true);
      removeEventListener("keyup", up, true);
    };
  }, [button]);
  return () => !space.current.down || space.current.fresh;
}
