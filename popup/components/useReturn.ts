import { useEffect, useRef } from "preact/hooks";

/** For a button that opened a form in its own place: it gets the focus back when the form closes. */
export function useReturn(isOpen: boolean): { current: HTMLButtonElement | null } {
  const opener = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    if (wasOpen.current && !isOpen) opener.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  return opener;
}
