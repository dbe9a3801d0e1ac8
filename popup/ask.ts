import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { ProviderRpcError, type Reason, rpcError } from "../src/core/errors.ts";
import type { PageRequest, ParamsInput } from "../src/protocol/requests.ts";
import type { Results } from "../src/protocol/results.ts";
import { onChanged, send } from "./client.ts";

/** `failed`: the background answered with an error; `silent`: it did not answer. */
export type Asked<T> =
  | { readonly state: "asking" }
  | { readonly state: "silent" }
  | { readonly state: "failed"; readonly reason: Reason }
  | { readonly state: "answered"; readonly view: T };

export type View<R extends PageRequest> = Asked<Results[R]>;

/**
 * What the background answers to one request, asked again on every change, after `pauseAfter` milliseconds, and each
 * second while it is silent. A view is frozen, and stays the same object while its content does.
 */
export function useAsked<R extends PageRequest>(
  request: R,
  params: ParamsInput<R>,
  pauseAfter: (asked: View<R>) => number,
): readonly [View<R>, () => Promise<void>] {
  const [asked, setAsked] = useState<View<R>>({ state: "asking" });
  const turn = useRef(0);
  const key = JSON.stringify(params);
  const ask = useCallback(async () => {
    const mine = ++turn.current;
    const answer = await settle(send(request, JSON.parse(key) as ParamsInput<R>));
    if (mine === turn.current) setAsked((before) => (same(before, answer) ? before : freeze(answer)));
  }, [request, key]);
  // Not after the first paint, which would be of an empty window.
  useLayoutEffect(() => {
    setAsked({ state: "asking" });
    void ask();
    return onChanged(() => void ask());
  }, [ask]);
  const pause = asked.state === "silent" ? 1_000 : pauseAfter(asked);
  useEffect(() => {
    if (!Number.isFinite(pause)) return;
    const timer = setInterval(() => void ask(), pause);
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

export const reasonOf = (error: unknown): Reason => errorOf(error).data.reason;
