import * as v from "valibot";

/** Calls without params send nothing, `{}` or an empty array (some EIP-1193 callers do). */
export const noParams = v.union([
  v.undefined_(),
  v.strictObject({}),
  v.pipe(v.array(v.unknown()), v.maxLength(0)),
]);

/** What a page calls its call. */
export const callId = v.pipe(v.string(), v.maxLength(64));

/** The call that every page makes as it loads, in the form that needs no answer but the status. */
export const greeting = v.strictObject({
  id: callId,
  method: v.literal("dfns_getStatus"),
  params: v.optional(noParams),
});
