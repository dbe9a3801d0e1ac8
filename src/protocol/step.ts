/**
 * Where the approval window stands. At `opening` the vault asks Dfns what is to be signed; `decide` shows the request; the
 * rest follow an approval or end the request; `elsewhere`: it goes on in the vault tab; `forbidden`: the organisation says no.
 */
export type Step =
  | "noVault"
  | "locked"
  | "opening"
  | "decide"
  | "phrase"
  | "words"
  | "passkey"
  | "elsewhere"
  | "sending"
  | "done"
  | "refused"
  | "forbidden"
  | "expired"
  | "gone";
