import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { type Arming, advance, RESTING, type Sight } from "./arming.ts";

const LOOK_EVERY_MS = 50;

/** Clickjacking and slips: true only after 800 ms in front, in one place and with one content. */
export function useArming(content: string): { readonly arming: Arming; readonly stillArmed: () => boolean } {
  const [arming, setArming] = useState<Arming>(RESTING);
  const state = useRef<Arming>(RESTING);
  const shown = useRef(content);
  shown.current = content;
  const look = (sight: Sight): Arming => {
    const next = advance(state.current, sight);
    if (next !== state.current) setArming(next);
    state.current = next;
    return next;
  };
  useEffect(() => {
    const watch = () => look(sightOf(shown.current));
    const disturbed = () => look({ ...sightOf(shown.current), attentive: false });
    const timer = setInterval(watch, LOOK_EVERY_MS);
    addEventListener("blur", disturbed);
    addEventListener("resize", disturbed);
    document.addEventListener("visibilitychange", disturbed);
    return () => {
      clearInterval(timer);
      removeEventListener("blur", disturbed);
      removeEventListener("resize", disturbed);
      document.removeEventListener("visibilitychange", disturbed);
    };
  }, []);
  useLayoutEffect(() => {
    look({ ...sightOf(content), attentive: false });
  }, [content]);
  return { arming, stillArmed: () => look(sightOf(shown.current)).phase === "armed" };
}

const sightOf = (content: string): Sight => ({
  at: performance.now(),
  attentive: document.visibilityState === "visible" && document.hasFocus(),
  scene: JSON.stringify([screenX, screenY, innerWidth, innerHeight, outerWidth, outerHeight, content]),
});
