import { useEffect, useState } from "preact/hooks";
import { type Strength, strengthOf } from "../strength.ts";
import { strengthText } from "../textStrength.ts";
import { announce } from "./announce.tsx";

const ANNOUNCE_AFTER_MS = 1_000;

interface MeterProps {
  /** The field under which the meter stands, already in the page. */
  readonly input: { readonly current: HTMLInputElement | null };
  /** User names and e-mail addresses that the password must not hold. */
  readonly names: readonly string[];
}

/** Four bars, a word and a sentence of advice on the new password that is being typed. */
export function StrengthMeter({ input, names }: MeterProps) {
  const strength = useStrength(input, names);
  const lit = strength === null ? -1 : strength.level;
  return (
    <div class="strength">
      <div class={`bars level-${lit}`} aria-hidden="true">
        {strengthText.levels.map((level, i) => (
          <i key={level} class={i <= lit ? "lit" : ""} />
        ))}
      </div>
      <p class="help">
        {strength && (
          <>
            <strong>{strengthText.levels[strength.level]}</strong> {strength.advice}
          </>
        )}
      </p>
    </div>
  );
}

/** Follows what is typed; only the outcome becomes state. */
function useStrength(input: MeterProps["input"], names: readonly string[]): Strength | null {
  const [strength, setStrength] = useState<Strength | null>(null);
  useEffect(() => {
    const element = input.current;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let turn = 0;
    const look = async () => {
      const mine = ++turn;
      clearTimeout(timer);
      const typed = element?.value ?? "";
      const found = typed === "" ? null : await strengthOf(typed, names);
      if (mine !== turn) return;
      setStrength(found);
      if (found) timer = setTimeout(() => announce(spoken(found)), ANNOUNCE_AFTER_MS);
    };
    const onInput = () => void look();
    element?.addEventListener("input", onInput);
    return () => {
      turn = -1;
      clearTimeout(timer);
      element?.removeEventListener("input", onInput);
    };
  }, [input, names.join()]);
  return strength;
}

const spoken = ({ level, advice }: Strength): string => `${strengthText.levels[level]}. ${advice}`;

/** Puts a password into its field as if it were typed, so that the meter sees it. */
export function typeInto(input: MeterProps["input"], words: string): void {
  if (!input.current) return;
  input.current.value = words;
  input.current.dispatchEvent(new Event("input", { bubbles: true }));
}
