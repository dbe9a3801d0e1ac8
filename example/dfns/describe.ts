import * as v from "valibot";
import type { ActionInit } from "./schemas.ts";

const transfer = v.object({ kind: v.string(), to: v.string() });

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The sentence in `challengeInfo.summary`, worded as observed for transfers (protocol.md 0.5). */
export function summarize({
  userActionHttpMethod,
  userActionHttpPath,
  userActionPayload,
}: ActionInit): string {
  const body = v.safeParse(transfer, parse(userActionPayload));
  if (body.success && /^\/wallets\/[^/]+\/transfers$/.test(userActionHttpPath)) {
    return `Transfer ${body.output.kind} asset to recipient ${body.output.to}.`;
  }
  return `Call ${userActionHttpMethod} ${userActionHttpPath}.`;
}
