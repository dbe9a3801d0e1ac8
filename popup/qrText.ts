import type { KitView } from "../src/protocol/views.ts";

/** What the QR code of a kit tells: its five lines and, if the person wanted so, the words. */
export interface QrText extends KitView {
  readonly phrase?: string;
}

const LONGEST = 4096;
const MEMBERS = ["username", "userId", "orgId", "url", "credId"] as const satisfies (keyof KitView)[];

/** The text of the QR code: JSON of one line, `{"countersignKit":1,…}`, with the words only when they are given. */
export function qrTextOf(kit: KitView, words: readonly string[] = []): string {
  const lines = Object.fromEntries(MEMBERS.map((member) => [member, kit[member]]));
  const phrase = words.length > 0 ? { phrase: words.join(" ") } : {};
  return JSON.stringify({ countersignKit: 1, ...lines, ...phrase });
}

/** What a person pasted, if it is the text of a kit's QR code; unknown members are ignored. */
export function readQrText(text: string): QrText | null {
  const read = text.length > LONGEST ? null : parsed(text);
  if (read?.countersignKit !== 1) return null;
  const [username, userId, orgId, url, credId] = MEMBERS.map((member) => read[member]);
  if (!isLine(username) || !isLine(userId) || !isLine(orgId) || !isLine(url) || !isLine(credId)) return null;
  const { phrase } = read;
  const kit = { username, userId, orgId, url, credId };
  return isLine(phrase) ? { ...kit, phrase } : kit;
}

/** The lines of a recovery's first page, by what they are called there. */
export type RecoveryLine = "username" | "orgId" | "url" | "credentialId";

/** What a pasted code gives a recovery: its lines, and the words for the step that asks for them, `""` for none. */
export interface PastedKit {
  readonly lines: Readonly<Record<RecoveryLine, string>>;
  readonly words: string;
}

export function readPastedKit(text: string): PastedKit | null {
  const kit = readQrText(text);
  if (!kit) return null;
  const { username, orgId, url, credId, phrase = "" } = kit;
  return { lines: { username, orgId, url, credentialId: credId }, words: phrase };
}

const isLine = (value: unknown): value is string => typeof value === "string" && value.trim() !== "";

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" ? (value as Readonly<Record<string, unknown>> | null) : null;
  } catch {
    return null;
  }
}
