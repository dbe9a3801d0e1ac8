import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

/**
 * Gives the focus to what is first in something that has just come, once it is painted: to give it earlier would hold up
 * the paint. Whoever has put the focus elsewhere by then keeps it there.
 * @param give `null` when something else is first
 */
export function useFirstFocus(give: (() => void) | null): void {
  const before = useRef<Element | null>(null);
  const isWanted = give !== null;
  useLayoutEffect(() => {
    before.current = document.activeElement;
  }, [isWanted]);
  useEffect(() => {
    if (document.activeElement === before.current) give?.();
  }, [isWanted]);
}
