import type { Reason } from "../../src/core/errors.ts";
import { Note } from "./Note.tsx";
import { failureText } from "./useAction.ts";

/** What a failed action says, at once; nothing while there is none. */
export const Failure = ({ of }: { of: Reason | null }) => of && <Note look="danger">{failureText(of)}</Note>;
