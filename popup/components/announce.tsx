import { useEffect, useState } from "preact/hooks";

let speak: (words: string) => void = () => undefined;

/** Says something politely to screen readers, once. */
export const announce = (words: string): void => speak(words);

/** Stands once in every page. Emptied after each announcement, so that the same words can be said again. */
export function Announcer() {
  const [words, setWords] = useState("");
  useEffect(() => {
    speak = setWords;
  }, []);
  useEffect(() => {
    if (words === "") return;
    const timer = setTimeout(() => setWords(""), 3_000);
    return () => clearTimeout(timer);
  }, [words]);
  return (
    <div class="sr-only" aria-live="polite" role="status">
      {words}
    </div>
  );
}
