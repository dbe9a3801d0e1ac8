/** Reading a payload without room for two readings. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

const MAX_LENGTH = 256 * 1024;
const MAX_DEPTH = 64;
/** The tokens of a text that is JSON already: strings, marks, and everything between. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * The value of a JSON text that every reader understands alike; `undefined` for any other text: no JSON, over 256 Ki
 * characters, deeper than 64, a member twice in one object, a number that is not written the way JavaScript writes it.
 */
export function readJson(text: string): Json | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  try {
    const value = JSON.parse(text) as Json;
    return hasOneReading(text) ? value : undefined;
  } catch {
    return undefined;
  }
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function hasOneReading(json: string): boolean {
  const open: Set<string>[] = [];
  const tokens = json.match(TOKENS) ?? [];
  for (const [i, token] of tokens.entries()) {
    if (token === "{" || token === "[") open.push(new Set());
    else if (token === "}" || token === "]") open.pop();
    else if (tokens[i + 1] === ":") {
      const names = open.at(-1);
      const name = JSON.parse(token) as string;
      if (names?.has(name)) return false;
      names?.add(name);
    } else if (/^[-0-9]/.test(token) && String(Number(token)) !== token) return false;
    if (open.length > MAX_DEPTH) return false;
  }
  return true;
}
