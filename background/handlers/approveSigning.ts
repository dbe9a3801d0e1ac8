import { readChallengeIdentifier } from "../../src/core/dfns/challengeIdentifier.ts";
import type { Assertion, Fido2Assertion, KeyAssertion } from "../../src/core/dfns/types.ts";
import { rpcError, toPublicJson } from "../../src/core/errors.ts";
import type { Approval } from "../approvalRecord.ts";
import type { Signer } from "../lending.ts";
import { challengeOf, optionsFor, type Signable, type SignOption } from "../signers.ts";
import { withSite } from "../sites.ts";
import type { Parts } from "./parts.ts";

interface Choice {
  /** The id of the option; the first one when the person had no choice. */
  readonly option: string | undefined;
  /** The credential password, where one of the two asks for it. */
  readonly password: string | undefined;
}

/**
 * Opens the chosen credentials and lets them sign, once; with a passkey among them, the page's authenticator comes last, so
 * that nothing waits for a password any more.
 * @throws `notOpened` for a wrong credential password, `rateLimited` after too many; the request stays open
 */
export async function approveSigning(parts: Parts, approval: Approval, choice: Choice): Promise<void> {
  const { approvals, keyring, signings, passkeys } = parts;
  const options = optionsFor(approval, await keyring.index());
  const option = choice.option === undefined ? options[0] : options.find(({ id }) => id === choice.option);
  if (!option) throw rpcError("stale");
  const first = await open(parts, approval, option.first, choice.password);
  const second = option.second && (await open(parts, approval, option.second, choice.password));
  const roamed = first.roamed ?? second?.roamed ?? null;
  const approved = await approvals.move(approval.id, "approved", { roamed });
  if (roamed) await connect(parts, approval).catch((error: unknown) => giveUp(parts, approval, error));
  const sign = () => signed(approved, first, second);
  if (![option.first, option.second].some((one) => one?.kind === "Fido2")) {
    void signings.perform(approved, option, () => factorsOf(sign(), option));
    return;
  }
  await approvals.move(approval.id, "awaitingPasskey", { signing: { option: option.id, ...sign() } });
  void passkeys.ask(approval.id).catch(() => undefined);
}

/** Nothing is signed for a request that the vault could not go on with, e.g. because it was locked. */
async function giveUp({ approvals }: Parts, { id }: Approval, error: unknown): Promise<never> {
  await approvals.settle(id, "delivered", { error: toPublicJson(error) });
  throw error;
}

/** The vault's part is kept with the approval; with the page's part the answer is whole. */
export async function answerWithPasskey(
  { keyring, signings }: Pick<Parts, "keyring" | "signings">,
  approval: Approval,
  assertion: Fido2Assertion,
): Promise<void> {
  const { signing } = approval;
  const option = optionsFor(approval, await keyring.index()).find(({ id }) => id === signing?.option);
  if (!signing || !option) throw rpcError("stale");
  const kept = { first: signing.first as KeyAssertion | null, second: signing.second as KeyAssertion | null };
  void signings.perform(approval, option, () => factorsOf(kept, option, assertion));
}

interface Signed {
  readonly first: KeyAssertion | null;
  readonly second: KeyAssertion | null;
}

function signed(approval: Approval, first: Opened, second: Opened | null): Signed {
  const challenge = challengeOf(approval)?.challenge ?? "";
  return { first: first.sign?.(challenge) ?? null, second: second?.sign?.(challenge) ?? null };
}

function factorsOf({ first, second }: Signed, option: SignOption, passkey?: Fido2Assertion) {
  const whole = (assertion: KeyAssertion | null): Assertion => {
    const made = assertion ?? passkey;
    if (!made) throw rpcError("stale");
    return made;
  };
  return { firstFactor: whole(first), ...(option.second && { secondFactor: whole(second) }) };
}

/** `sign` is `null` for a passkey, whose key is elsewhere. */
interface Opened {
  readonly sign: Signer | null;
  readonly roamed: Approval["roamed"];
}

/** Tries of a credential password are counted per credential. */
async function open(
  { keyring, guard }: Parts,
  approval: Approval,
  { kind, credId, entry, container }: Signable,
  password: string | undefined,
): Promise<Opened> {
  if (kind === "Fido2") return { sign: null, roamed: null };
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
