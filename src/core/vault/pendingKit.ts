/** What the vault keeps of a recovery kit while its words are written down, as the JSON plaintext of a `pending` record. */
import { bytesText, object, oneOf, parseAs, type Shape, text } from "../shape.ts";
import { isPlaces, isStoredCredential, type PendingRegistration, type StoredCredential } from "./pending.ts";

/** A further recovery credential of an account; nothing of it has left the vault yet. */
export interface PendingKit extends Pick<PendingRegistration, "entropy" | "user" | "origin" | "places"> {
  readonly recovery: StoredCredential & { readonly kind: "RecoveryKey" };
}

const line = text({ min: 1 });

const isRecovery: Shape<PendingKit["recovery"]> = (value): value is PendingKit["recovery"] =>
  isStoredCredential(value) && oneOf("RecoveryKey")(value.kind);

const isPendingKit = object<PendingKit>({
  entropy: bytesText(16),
  recovery: isRecovery,
  user: object<PendingKit["user"]>({ id: line, name: text() }),
  origin: line,
  places: isPlaces,
});

/** The parsed JSON of a `pending` record whose purpose is `kit`. Total and closed. @throws notOpened */
export const parsePendingKit = (value: unknown): PendingKit => parseAs(isPendingKit, value);
