import { useEffect, useRef, useState } from "preact/hooks";
import { text } from "../text.ts";
import { clock, minutesToAnnounce } from "../time.ts";
import { announce } from "./announce.tsx";
import { Icon } from "./Icon.tsx";

/** Milliseconds until a moment, looked at every second; `onOver` once it has come. */
export function useTimeLeft(until: number, onOver: () => void): number {
  const [left, setLeft] = useState(() => until - Date.now());
  const over = useRef(onOver);
  over.current = onOver;
  useEffect(() => {
    let before = until - Date.now();
    setLeft(before);
    const timer = setInterval(() => {
      const now = until - Date.now();
      setLeft(now);
      if (before > 0 && now <= 0) over.current();
      before = now;
    }, 1_000);
    return () => clearInterval(timer);
  }, [until]);
  return left;
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Whether a moment is past; `onOver` when it comes. `null` never comes. */
export function useOver(moment: number | null, onOver: () => void = () => undefined): boolean {
  const isOver = moment !== null && moment <= Date.now();
  const [, look] = useState(0);
  const over = useRef(onOver);
  over.current = onOver;
  useEffect(() => {
    if (moment === null || isOver) return;
    const left = Math.min(moment - Date.now() + 1, LONGEST_TIMER_MS);
    const timer = setTimeout(() => {
      look((times) => times + 1);
      if (moment <= Date.now()) over.current();
    }, left);
    return () => clearTimeout(timer);
  });
  return isOver;
}

/** "13:05 left"; says the time at five minutes and at one. */
export function Clock({ expiresAt }: { expiresAt: number }) {
  const left = useTimeLeft(expiresAt, () => undefined);
  const before = useRef(left);
  useEffect(() => {
    const minutes = minutesToAnnounce(before.current, left);
    before.current = left;
    if (minutes) announce(text.time.minutesLeft(minutes));
  }, [left]);
  return (
    <span class={left < 60_000 ? "clock soon" : "clock"}>
      <Icon name="clock" />
      {text.time.left(clock(left))}
    </span>
  );
}
