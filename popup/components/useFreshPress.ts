import { useEffect, useRef } from "preact/hooks";

/**
 * Tells a real press of a button from one that began elsewhere, or before the button was armed: a Space that was
 * already held down, or a pointer. Such a press must do nothing when it is let go.
 */
export function useFreshPress(
  button: { current: HTMLButtonElement | null },
  armed: boolean,
): (click: MouseEvent) => boolean {
  const space = useRef({ down: false, fresh: false });
  const pointer = useRef(false);
  const ready = useRef(armed);
  ready.current = armed;
  if (!armed) {
    space.current.fresh = false;
    pointer.current = false;
  }
  useEffect(() => {
    const isHere = ({ target }: Event) => target instanceof Node && button.current?.contains(target) === true;
    const point = (event: Event) => {
      pointer.current = ready.current && isHere(event);
    };
    const down = (event: KeyboardEvent) => {
      if (event.key !== " ") return;
      const began = !event.repeat && !space.current.down;
      // A button that was disabled a moment ago may still have the focus.
      if (began) space.current.fresh = ready.current && isHere(event);
      space.current.down = true;
    };
    const up = (event: KeyboardEvent) => {
      if (event.key === " ") setTimeout(() => (space.current = { down: false, fresh: false }));
    };
    addEventListener("pointerdown", point, true);
    addEventListener("keydown", down, true);
    addEventListener("keyup", up, true);
    return () => {
      removeEventListener("pointerdown", point, true);
      removeEventListener("keydown", down, true);
      removeEventListener("keyup", up, true);
    };
  }, [button]);
  // A click without a count of clicks comes from a key or from assistive technology.
  return ({ detail }) => (detail === 0 ? !space.current.down || space.current.fresh : pointer.current);
}
