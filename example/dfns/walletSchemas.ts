import * as v from "valibot";
import { networks } from "./networks.ts";

const text = v.pipe(v.string(), v.minLength(1));

export const walletRequest = v.strictObject({
  network: v.picklist(networks),
  name: v.exactOptional(v.pipe(text, v.maxLength(100))),
});

const tags = v.pipe(v.array(v.pipe(v.string(), v.regex(/^[a-zA-Z0-9_.:/+-]{1,100}$/))), v.maxLength(10));

/** POST /wallets. What the local Dfns has no use for is accepted as it comes. */
export const newWallet = v.strictObject({
  ...walletRequest.entries,
  externalId: v.exactOptional(v.pipe(text, v.maxLength(100))),
  tags: v.exactOptional(tags),
  signingKey: v.exactOptional(v.record(v.string(), v.unknown())),
  delegateTo: v.exactOptional(text),
  delayDelegation: v.exactOptional(v.boolean()),
  validatorId: v.exactOptional(text),
});

/** POST /wallets/{id}/transfers: the members that most of its kinds share; the others are accepted as they come. */
export const newTransfer = v.looseObject({
  kind: text,
  to: v.exactOptional(text),
  amount: v.exactOptional(v.pipe(v.string(), v.digits())),
  externalId: v.exactOptional(text),
});

export type NewWallet = v.InferOutput<typeof newWallet>;
