import { readChallengeIdentifier } from "../../src/core/dfns/challengeIdentifier.ts";
import { rpcError } from "../../src/core/errors.ts";
import type { Approval } from "../approvalRecord.ts";
import type { Signer } from "../keyring.ts";
import { challengeOf, optionsFor, type Signable } from "../signers.ts";
import { withSite } from "../sites.ts";
import type { Parts } from "./parts.ts";

interface Choice {
  /** The id of the option; the first one when the person had no choice. */
  readonly option: string | undefined;
  /** The credential password, where one of the two asks for it. */
  readonly password: string | undefined;
}

/**
 * Opens the chosen credentials and lets them sign, once.
 * @throws `notOpened` for a wrong credential password, `rateLimited` after too many; the request stays open
 */
export async function approveSigning(parts: Parts, approval: Approval, choice: Choice): Promise<void> {
  const { approvals, keyring, signings } = parts;
  const options = optionsFor(approval, await keyring.index());
  const option = choice.option === undefined ? options[0] : options.find(({ id }) => id === choice.option);
  if (!option) throw rpcError("stale");
  const first = await open(parts, approval, option.first, choice.password);
  const second = option.second && (await open(parts, approval, option.second, choice.password));
  const roamed = first.roamed ?? second?.roamed ?? null;
  const approved = await approvals.move(approval.id, "approved", { roamed });
  if (roamed) await connect(parts, approval);
  void signings.perform(approved, option, { first: first.sign, second: second?.sign ?? null });
}

interface Opened {
  readonly sign: Signer;
  readonly roamed: Approval["roamed"];
}

/** Tries of a credential password are counted per credential. */
async function open(
  { keyring, guard }: Parts,
  approval: Approval,
  { kind, credId, entry, container }: Signable,
  password: string | undefined,
): Promise<Opened> {
  if (entry && kind === "Key") return { sign: await keyring.signer(entry, undefined), roamed: null };
  return guard.attempt(credId, async () => {
    if (entry) return { sign: await keyring.signer(entry, password), roamed: null };
    const claims = readChallengeIdentifier(challengeOf(approval)?.challengeIdentifier ?? "");
    const from = { text: container ?? "", credId, username: claims?.username ?? "" };
    const { sign, publicKey, algorithm } = await keyring.roamingSigner(from, password);
    return { sign, roamed: { credId, publicKey, algorithm } };
  });
}

/** A site whose key roamed in is connected by the approval. */
async function connect({ keyring, connections, now }: Parts, { origin, document }: Approval): Promise<void> {
  const at = new Date(now()).toISOString();
  await keyring.change((index) => ({ index: withSite(index, origin, at) }));
  await connections.refresh(await keyring.index());
  if (document) await connections.note({ type: "site", origin, ...document });
  await connections.emit("connect", () => ({}), origin);
}
