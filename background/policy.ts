import * as v from "valibot";
import { rpcError } from "../src/core/errors.ts";
import { type Soon, together } from "./soon.ts";

const names = v.optional(v.array(v.pipe(v.string(), v.url())));
const amount = v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)));

/** The rows of `storage.managed` (docs/policy.md), as the organisation wrote them. */
const ROWS = {
  lockIdleMinutes: amount,
  lockAfterHours: amount,
  allowedOrigins: names,
  allowedApiHosts: names,
  forbidExport: v.optional(v.boolean()),
  forbidOpaque: v.optional(v.boolean()),
  requireRecoveryKit: v.optional(v.boolean()),
  minPasswordLength: v.optional(v.pipe(v.number(), v.integer(), v.minValue(15), v.maxValue(256))),
} as const;

export const POLICY_ROWS = Object.keys(ROWS);

const policy = v.object(ROWS);
export type PolicyRows = v.InferOutput<typeof policy>;

/** What the organisation that manages this browser has decided. */
export interface Policy {
  rows(): Soon<PolicyRows>;
  /** @throws `policyForbids` for an origin or an API host that is not on the organisation's lists */
  checkSite(origin: string, params: unknown): Promise<void>;
  /** Refuses what the row stands for. @throws `policyForbids` */
  forbid(row: "forbidExport" | "forbidOpaque" | "requireRecoveryKit"): Promise<void>;
  /** For how long the vault may be open, in milliseconds. */
  longest(): Soon<number>;
}

const STRICTEST: PolicyRows = {
  forbidExport: true,
  forbidOpaque: true,
  requireRecoveryKit: true,
  allowedOrigins: [],
};

const HOUR = 3_600_000;
const LONGEST_HOURS = 8;

/**
 * @param read what `storage.managed` holds, which is nothing in a browser without management.
 * A row that does not have its shape forbids everything from sites: a policy with a typing error must not be none.
 */
export function createPolicy(read: () => Soon<unknown>): Policy {
  const rows = () => together([read()], rowsOf);
  return {
    rows,
    async checkSite(origin, params) {
      const { allowedOrigins, allowedApiHosts } = await rows();
      if (allowedOrigins && !allowedOrigins.includes(origin)) throw rpcError("policyForbids");
      const { api } = (params ?? {}) as { readonly api?: { readonly url?: string } };
      if (api?.url !== undefined && allowedApiHosts && !allowedApiHosts.includes(api.url))
        throw rpcError("policyForbids");
    },
    async forbid(row) {
      if ((await rows())[row]) throw rpcError("policyForbids");
    },
    longest: () =>
      together(
        [rows()],
        ({ lockAfterHours = LONGEST_HOURS }) => Math.min(lockAfterHours, LONGEST_HOURS) * HOUR,
      ),
  };
}

function rowsOf(stored: unknown): PolicyRows {
  const parsed = v.safeParse(policy, stored);
  return parsed.success ? parsed.output : STRICTEST;
}
