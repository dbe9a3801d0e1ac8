import { rpcError } from "../../src/core/errors.ts";
import type { PendingRegistration } from "../../src/core/vault/pending.ts";
import type { RecoverStep, RecoverView } from "../../src/protocol/recoverViews.ts";
import { needsPasskey } from "../credentials.ts";
import { wordsOf } from "../kits.ts";
import type { Draft } from "../recoveryDrafts.ts";
import { allowedIn } from "../recoveryOpening.ts";
import { hostEnvironment } from "../requestViews.ts";
import type { PageHandlers } from "../router.ts";
import { isUnlisted } from "../standing.ts";
import { credentialPassword } from "./credentialPassword.ts";
import type { Parts } from "./parts.ts";
import { kitOf } from "./words.ts";

type RecoverHandlers = Pick<PageHandlers, Extract<keyof PageHandlers, `recover.${string}`>>;

/** The pages of `vault.html#/recover`. */
export function recoverHandlers(parts: Parts): RecoverHandlers {
  const { recoveries, pendings, changed } = parts;
  const recordId = async () => {
    const id = (await recoveries.current())?.recordId ?? null;
    if (id === null) throw rpcError("stale");
    return id;
  };
  const then = async (done: Promise<void>) => {
    await done;
    await changed();
    return null;
  };
  return {
    "recover.show": () => show(parts),
    "recover.start": (asked) => then(recoveries.start(asked)),
    "recover.lines": ({ kit }) => then(recoveries.toLines(kit)),
    "recover.take": ({ recordId: id }) => then(recoveries.resume(id)),
    "recover.code": ({ code }) => then(recoveries.useCode(code)),
    "recover.open": async ({ phrase }) => {
      const outcome = await recoveries.open(phrase);
      await changed();
      return outcome;
    },
    "recover.phrase": async () => {
      const pending = await pendings.get(await recordId());
      if (pending.state !== "created") throw rpcError("stale");
      return { words: wordsOf(pending), kit: kitOf(pending) };
    },
    "recover.step": ({ step }) => then(recoveries.setStep(step)),
    "recover.check": async ({ place, word }) => ({
      right: await pendings.isRight(await recordId(), place, word),
    }),
    "recover.confirm": async ({ words }) => {
      const right = await pendings.confirm(await recordId(), words);
      if (right) await then(recoveries.setStep("ready"));
      return { right };
    },
    "recover.finish": async ({ firstFactor, password }) => {
      const chosen =
        firstFactor === "PasswordProtectedKey" ? await credentialPassword(parts.keyring, password) : null;
      return then(recoveries.finish(firstFactor, chosen));
    },
    "recover.passkey": async () => {
      const approvalId = (await recoveries.current())?.approvalId ?? null;
      if (approvalId === null) throw rpcError("gone");
      return then(parts.passkeys.ask(approvalId));
    },
    "recover.retry": () => then(recoveries.retry()),
    "recover.discard": () => then(recoveries.discard()),
    "recover.leave": () => then(recoveries.leave()),
  };
}

const NOTHING: RecoverView = {
  step: "start",
  account: null,
  origin: null,
  kits: [],
  made: null,
  submit: true,
  firstFactors: [],
  passkeyFailed: false,
  places: null,
  refusal: null,
  expiresAt: null,
};

async function show({ recoveries, pendings, approvals, build, now }: Parts): Promise<RecoverView> {
  const draft = await recoveries.current();
  if (!draft) return NOTHING;
  const pending = draft.recordId === null ? null : await pendings.find(draft.recordId);
  const { api, username, credentialId, origin, approvalId, submit, firstFactors } = draft;
  const asked = (await approvals.all()).find(({ id }) => id === approvalId);
  const step = pending ? stepOf(pending, draft, now()) : stepBefore(draft, now());
  return {
    ...NOTHING,
    step,
    account: { username, ...api, environment: hostEnvironment(api.url, build), credentialId },
    origin: origin === "" ? null : origin,
    kits: pending ? [] : allowedIn(draft).map(({ id }) => id),
    submit,
    firstFactors,
    places: step === "words" && pending ? pending.places.map((place) => place + 1) : null,
    made: pending && { credentialId: pending.recovery.credId, isUnlisted: isUnlisted(pending) },
    refusal: pending?.refusal ?? null,
    passkeyFailed: step === "passkey" && asked?.ceremony?.failed !== false,
    expiresAt: pending?.tokenExpiresAt ?? draft.expiresAt,
  };
}

/** Without a pending record: the old key is not open yet, or all is over. */
function stepBefore({ challenge, expiresAt, recordId, step }: Draft, now: number): RecoverStep {
  if (step === "notListed") return step;
  if (step === "kit") return "start";
  if (recordId !== null) return "done";
  if (challenge === null || expiresAt === null) return "code";
  return expiresAt <= now ? "expired" : "phrase";
}

function stepOf(pending: PendingRegistration, { step }: Draft, now: number): RecoverStep {
  const { state, tokenExpiresAt, confirmedAt } = pending;
  if (state === "handedOver" || state === "lost" || state === "sending") return state;
  if (state === "confirmed" && !needsPasskey(pending)) return "sending";
  if (tokenExpiresAt <= now) return "expired";
  if (state === "confirmed") return "passkey";
  if (state === "refused") return "refused";
  if (step === "kit" || step === "notListed") return "newPhrase";
  return step === "ready" && confirmedAt === null ? "newPhrase" : step;
}
