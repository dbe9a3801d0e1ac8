import { readChallengeIdentifier } from "../../src/core/dfns/challengeIdentifier.ts";
import type { Assertion, Fido2Assertion, KeyAssertion } from "../../src/core/dfns/types.ts";
import { rpcError, toPublicJson } from "../../src/core/errors.ts";
import type { Approval } from "../approvalRecord.ts";
import type { Signer } from "../lending.ts";
import { asksPassword, challengeOf, optionsFor, type Signable, type SignOption } from "../signers.ts";
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
  const { approvals, keyring } = parts;
  const options = optionsFor(approval, await keyring.index());
  const option = choice.option === undefined ? options[0] : options.find(({ id }) => id === choice.option);
  if (!option) throw rpcError("stale");
  const opened = await openAll(parts, approval, option, choice.password);
  const roamed = opened.first.roamed ?? opened.second?.roamed ?? null;
  const signing = { option: option.id, first: null, second: null };
  const approved = await approvals.move(approval.id, "approved", { roamed, signing });
  if (roamed) await connect(parts, approval).catch((error: unknown) => giveUp(parts, approval, error));
  await carryOut(parts, approved, option, opened);
}

/**
 * Goes on with what was approved when a kill came before the signature, unless a password is needed for it.
 * @returns the others
 */
export async function resumeSignings(parts: Parts, cut: readonly Approval[]): Promise<readonly Approval[]> {
  const others: Approval[] = [];
  for (const approval of cut) {
    if (!(await resumeSigning(parts, approval).catch(() => false))) others.push(approval);
  }
  return others;
}

async function resumeSigning(parts: Parts, approval: Approval): Promise<boolean> {
  const { state, signing } = approval;
  if (state !== "approved" || signing === null) return false;
  const option = optionsFor(approval, await parts.keyring.index()).find(({ id }) => id === signing.option);
  if (!option || [option.first, option.second].some((one) => one && asksPassword(one))) return false;
  await carryOut(parts, approval, option, await openAll(parts, approval, option, undefined));
  return true;
}

/** Signs what is approved and not signed yet; a passkey comes last. */
async function carryOut(
  { approvals, signings, passkeys }: Parts,
  approved: Approval,
  option: SignOption,
  { first, second }: Both<Opened>,
): Promise<void> {
  const sign = () => signed(approved, first, second);
  if (![option.first, option.second].some((one) => one?.kind === "Fido2")) {
    void signings.perform(approved, option, () => factorsOf(sign(), option));
    return;
  }
  await approvals.move(approved.id, "awaitingPasskey", { signing: { option: option.id, ...sign() } });
  void passkeys.ask(approved.id).catch(() => undefined);
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

interface Both<T> {
  readonly first: T;
  readonly second: T | null;
}

type Signed = Both<KeyAssertion | null>;

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

async function openAll(
  parts: Parts,
  approval: Approval,
  { first, second }: SignOption,
  password: string | undefined,
): Promise<Both<Opened>> {
  return {
    first: await open(parts, approval, first, password),
    second: second && (await open(parts, approval, second, password)),
  };
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
