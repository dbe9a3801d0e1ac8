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

interface ClockProps {
  readonly expiresAt: number;
  readonly onOver: () => void;
}

/** "13:05 left"; says the time at five minutes and at one. */
export function Clock({ expiresAt, onOver }: ClockProps) {
  const left = useTimeLeft(expiresAt, onOver);
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
