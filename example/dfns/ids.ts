import { randomBytes } from "node:crypto";

const ALPHABET = "0123456789abcdefghijklmnopqrstuv";

export type IdPrefix = "us" | "or" | "wa" | "key" | "cr" | "ch" | "uj" | "no" | "xfr" | "id";

const symbols = (count: number): string =>
  Array.from(randomBytes(count), (byte) => ALPHABET.charAt(byte & 31)).join("");

/** An unguessable identifier in Dfns' own shape, `xx-5-5-16` (protocol.md 0.3). */
export const newId = (prefix: IdPrefix): string => `${prefix}-${symbols(5)}-${symbols(5)}-${symbols(16)}`;

/** A code as Dfns e-mails it: four groups of four digits. */
export function newCode(): string {
  const digits = Array.from(randomBytes(16), (byte) => byte % 10).join("");
  return digits.replace(/(.{4})(?=.)/g, "$1-");
}

/** A code that a person reads out to another device, as in protocol.md 1.4: three groups of three. */
export function newShortCode(): string {
  const letters = Array.from(randomBytes(9), (byte) => ALPHABET.charAt(byte & 31)).join("");
  return letters.toUpperCase().replace(/(.{3})(?=.)/g, "$1-");
}

/** A registration or assertion challenge: base64url of a `ch-` id (protocol.md 0.6). */
export const newChallenge = (): string => Buffer.from(newId("ch")).toString("base64url");
