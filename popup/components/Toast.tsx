import { useEffect, useState } from "preact/hooks";

const SHOWN_MS = 5_000;

/** @returns the toast to render, and how to show one. */
export function useToast() {
  const [words, setWords] = useState("");
  useEffect(() => {
    if (words === "") return;
    const timer = setTimeout(() => setWords(""), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [words]);
  const toast = <div role="status">{words && <p class="toast">{words}</p>}</div>;
  return [toast, setWords] as const;
}
