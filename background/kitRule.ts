/** `requireRecoveryKit` of the managed policy: no way into an account beside which this vault holds no recovery kit. */
import { accountIdOf, type Index } from "../src/core/vault/index.ts";
import type { Params } from "../src/protocol/requests.ts";
import type { Approval } from "./approvalRecord.ts";
import type { Policy } from "./policy.ts";

/**
 * A registration and a recovery bring a kit with confirmed words along, always; a further credential does not.
 * @throws `policyForbids`
 */
export async function checkKit(
  policy: Policy,
  index: Index,
  { method, params }: Pick<Approval, "method" | "params">,
): Promise<void> {
  if (method !== "dfns_createCredential") return;
  const { api, challenge } = params as Params<"dfns_createCredential">;
  if (challenge.kind === "RecoveryKey" || hasKit(index, accountIdOf(api.url, challenge.user.id))) return;
  await policy.forbid("requireRecoveryKit");
}

const hasKit = ({ records }: Index, account: string): boolean =>
  records.some(
    ({ kind, accountId, invalidAt }) =>
      kind === "RecoveryKey" && accountId === account && invalidAt === undefined,
  );
