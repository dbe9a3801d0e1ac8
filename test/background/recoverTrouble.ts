/** Networks that fail at one call, and a recovery by code for the scenes that a site begins. */
import { expect } from "vitest";
import type { LocalDfns } from "../../example/dfns/server.ts";
import { confirmNewWords } from "./recovering.ts";
import type { Scene } from "./recoverScene.ts";
import type { World } from "./world.ts";

interface Failing {
  /** Whether Dfns has done what was asked. */
  readonly acted: boolean;
  /** What the caller sees of it. */
  readonly status: number;
  /** Where a recovery is after it, if Dfns can be asked. */
  readonly leads: "done" | "lost" | "refused";
  readonly answer: () => Response;
}

const offline = (): never => {
  throw new TypeError("offline");
};

/** The ways in which a call fails. */
export const TROUBLES = {
  "been lost before the call": { acted: false, status: 0, leads: "lost", answer: offline },
  "been lost after the call": { acted: true, status: 0, leads: "done", answer: offline },
  "no Dfns behind its gateway": {
    ...{ acted: false, status: 503, leads: "lost" },
    answer: () => new Response("Unavailable", { status: 503 }),
  },
  "a gateway that gives up on Dfns": {
    ...{ acted: true, status: 504, leads: "done" },
    answer: () => new Response("Timeout", { status: 504 }),
  },
  "too many callers": {
    ...{ acted: false, status: 429, leads: "refused" },
    answer: () => new Response("{}", { status: 429, headers: { "Retry-After": "7" } }),
  },
} as const satisfies Readonly<Record<string, Failing>>;

export type Trouble = keyof typeof TROUBLES;

/** Every call of that path fails so, until it is mended. @returns mends it */
export function loseNetwork(world: World, trouble: Trouble, path: string): () => void {
  const { fetch } = world;
  const { acted, answer } = TROUBLES[trouble];
  let broken = true;
  world.fetch = async (input, init) => {
    if (!broken || new URL(String(input)).pathname !== path) return fetch(input, init);
    if (acted) await fetch(input, init);
    return answer();
  };
  return () => {
    broken = false;
  };
}

/** The same person without a site: the lines of the paper, and all steps to the last button. */
export function byCode(dfns: LocalDfns, { world, jane }: Scene, credentialId: string = jane.credentialId) {
  const lines = { username: jane.username, orgId: dfns.orgId, url: dfns.url, credentialId };
  const code = async () => {
    await world.page("recover.start", lines);
    await world.page("recover.code", { code: dfns.codes(jane.username).recovery });
  };
  return {
    lines,
    code,
    async ready(): Promise<readonly string[]> {
      await code();
      expect(await world.page("recover.open", { phrase: jane.typed })).toEqual({ outcome: "right" });
      return confirmNewWords(world);
    },
  };
}
