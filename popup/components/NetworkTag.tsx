import type { NetworkClass } from "../../src/protocol/views.ts";
import { text } from "../text.ts";
import { signText } from "../textSign.ts";
import { Tag } from "./Tag.tsx";

/** Says of a network what a person should know before money goes there; nothing for an ordinary one. */
export function NetworkTag({ of }: { of: NetworkClass }) {
  if (of === "test") return <Tag look="test">{text.testNetwork}</Tag>;
  return of === "unknown" ? <Tag look="warn">{signText.unknownNetwork}</Tag> : null;
}
