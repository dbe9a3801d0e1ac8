import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { ProviderRpcError, type Reason, rpcError } from "../src/core/errors.ts";
import type { PageRequest, ParamsInput } from "../src/protocol/requests.ts";
import type { Results } from "../src/protocol/results.ts";
import { onChanged, send } from "./client.ts";
import { type Asked, pauseFor } from "./pauses.ts";

export type View<R extends PageRequest> = Asked<Results[R]>;

/**
 * What the background answers to one request, asked again on every change, after `pauseAfter` milliseconds, and each
 * second while it is silent or fails. A view is frozen, stays the same object while its content does, and outlives one
 * answer that does not come: with it would go what the person is typing.
 * @param ahead the answer to the first question, if that was put already
 * @returns the view, and the way to ask again, which ends when what is shown is no older than the question
 */
export function useAsked<R extends PageRequest>(
  request: R,
  params: ParamsInput<R>,
  pauseAfter: (asked: View<R>) => number,
  ahead?: (params: ParamsInput<R>) => Promise<Results[R]> | null,
): readonly [View<R>, () => Promise<void>] {
  const [asked, setAsked] = useState<View<R>>({ state: "asking" });
  const turn = useRef(0);
  const answered = useRef(0);
  const latest = useRef(Promise.resolve());
  const hasView = useRef(false);
  const key = JSON.stringify(params);
  const put = useCallback(async () => {
    const mine = ++turn.current;
    const question = JSON.parse(key) as ParamsInput<R>;
    let answer = await settle(ahead?.(question) ?? send(request, question));
    if (answer.state === "silent" && hasView.current) answer = await settle(send(request, question));
    if (mine !== turn.current) return latest.current;
    answered.current = mine;
    hasView.current = answer.state === "answered";
    setAsked((before) => (same(before, answer) ? before : freeze(answer)));
  }, [request, key, ahead]);
  const ask = useCallback(() => {
    latest.current = put();
    return latest.current;
  }, [put]);
  // Not after the first paint, which would be of an empty window.
  useLayoutEffect(() => {
    hasView.current = false;
    setAsked({ state: "asking" });
    void ask();
    return onChanged(() => void ask());
  }, [ask]);
  const pause = pauseFor(asked, pauseAfter);
  useEffect(() => {
    if (!Number.isFinite(pause)) return;
    // Not while one is out: it would be overtaken, and a background that never answers never shown as one.
    const next = () => answered.current === turn.current && void ask();
    const timer = setInterval(next, pause);
    return () => clearInterval(timer);
  }, [ask, pause]);
  return [asked, ask];
}

async function settle<T>(answer: Promise<T>): Promise<Asked<T>> {
  try {
    return { state: "answered", view: await answer };
  } catch (error) {
    const reason = reasonOf(error);
    return reason === "disconnected" ? { state: "silent" } : { state: "failed", reason };
  }
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  }
  return value;
}

export const errorOf = (error: unknown): ProviderRpcError =>
  error instanceof ProviderRpcError ? error : rpcError("internal");

/** For a change of something that may have ended meanwhile: then there is nothing left to change. @throws all else */
export function unlessGone(error: unknown): void {
  if (reasonOf(error) !== "gone") throw error;
}

export const reasonOf = (error: unknown): Reason => errorOf(error).data.reason;
