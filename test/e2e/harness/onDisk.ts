/** Looks for secrets where none may be: in every file of a browser's profile, and in anything else that was written. */
import { type Dirent, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { entropyOf, seedOf } from "../../../src/core/recovery/phrase.ts";

const SHORTEST = 8;

/** What nobody may find: a text, some bytes, or the words of a phrase (three in a row, whatever separates them). */
export type Secret =
  | { readonly name: string; readonly text: string }
  | { readonly name: string; readonly bytes: Uint8Array }
  | { readonly name: string; readonly words: readonly string[] };

/** Finds secrets in bytes; each finding says which secret, in which form and where. */
export interface Search {
  inBytes(where: string, bytes: Buffer): readonly string[];
  inText(where: string, text: string): readonly string[];
  /** Every file below the folder; files that vanish meanwhile are passed over. */
  inFolder(folder: string): readonly string[];
}

/** A recovery phrase in every shape that it has: words, entropy and seed. */
export async function phraseSecrets(name: string, words: readonly string[]): Promise<readonly Secret[]> {
  const entropy = entropyOf(words.join(" "));
  return [
    { name: `${name}: words`, words },
    { name: `${name}: entropy`, bytes: entropy },
    { name: `${name}: seed`, bytes: await seedOf(entropy) },
  ];
}

/** Searches in UTF-8, UTF-16, hex, base64 and base64url, at any offset of a longer encoded text. */
export function searchFor(secrets: readonly Secret[]): Search {
  const needles = secrets.flatMap(needlesOf);
  const phrases = secrets.flatMap((secret) => ("words" in secret ? [phraseOf(secret)] : []));
  const inBytes = (where: string, bytes: Buffer): readonly string[] => {
    const text = withoutZeros(bytes);
    const isThere = ({ form }: Needle) =>
      typeof form === "string" ? text.includes(form) : bytes.includes(form);
    return [...needles.filter(isThere), ...phrasesIn(text, phrases)].map(({ name }) => `${name} in ${where}`);
  };
  return {
    inBytes,
    inText: (where, text) => inBytes(where, Buffer.from(text)),
    inFolder: (folder) => filesIn(folder).flatMap((file) => inBytes(file, contentOf(file))),
  };
}

interface Needle {
  readonly name: string;
  /** Bytes as they are, or plain letters and digits, which may also stand in UTF-16. */
  readonly form: Buffer | string;
}

function needlesOf(secret: Secret): readonly Needle[] {
  if ("words" in secret) return [];
  const bytes = Buffer.from("text" in secret ? Buffer.from(secret.text) : secret.bytes);
  if (bytes.length < SHORTEST) throw new Error(`${secret.name} is too short to search for.`);
  const texts = [bytes.toString("hex"), bytes.toString("hex").toUpperCase(), ...base64sOf(bytes)];
  const forms = [
    ["as it is", bytes],
    ...("text" in secret ? wide(secret.text).map((form) => ["in UTF-16", form] as const) : []),
    ...texts.map((form) => ["encoded", form] as const),
  ] as const;
  return forms.map(([how, form]) => ({ name: `${secret.name} (${how})`, form }));
}

const wide = (text: string): readonly Buffer[] => {
  const little = Buffer.from(text, "utf16le");
  return [little, Buffer.from(little).swap16()];
};

/** What UTF-16 of plain letters reads like, and UTF-8 too. */
function withoutZeros(bytes: Buffer): string {
  const kept = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  // Four times as fast here as for…of, and profiles are large.
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    kept[length] = byte;
    if (byte !== 0) length += 1;
  }
  return kept.toString("latin1", 0, length);
}

/** The digits that do not depend on what stands around the bytes, for the three ways in which groups of three can fall. */
function base64sOf(bytes: Buffer): readonly string[] {
  const standard = [0, 1, 2].map((before) => {
    const digits = Buffer.concat([Buffer.alloc(before), bytes])
      .toString("base64")
      .replaceAll("=", "");
    const end = (before + bytes.length) % 3 === 0 ? digits.length : digits.length - 1;
    return digits.slice(before === 0 ? 0 : before + 1, end);
  });
  return [...standard, ...standard.map((text) => text.replaceAll("+", "-").replaceAll("/", "_"))];
}

interface Phrase {
  readonly name: string;
  readonly triples: readonly (readonly string[])[];
}

const phraseOf = ({ name, words }: { readonly name: string; readonly words: readonly string[] }): Phrase => ({
  name,
  triples: words.slice(2).map((_, i) => words.slice(i, i + 3)),
});

function phrasesIn(text: string, phrases: readonly Phrase[]): readonly Phrase[] {
  if (phrases.length === 0) return [];
  const small = text.toLowerCase();
  const holds = (triple: readonly string[]) =>
    triple.every((word) => small.includes(word)) && inARow(small, triple);
  return phrases.filter(({ triples }) => triples.some(holds));
}

/** Each as a whole word, whatever separates them. */
const inARow = (text: string, words: readonly string[]): boolean =>
  new RegExp(`(?<![a-z])${words.join("[^a-z]{1,12}")}(?![a-z])`).test(text);

function filesIn(folder: string): readonly string[] {
  const isFile = (entry: Dirent) => entry.isFile();
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(isFile)
    .map((entry) => join(entry.parentPath, entry.name));
}

function contentOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}
