/** A label of a host name as people see it, from its ASCII form (RFC 3492, section 6.2; parameters of section 5). */
const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const PREFIX = "xn--";

/** @returns the label in Unicode; the label itself when it is plain ASCII or no valid punycode */
export function unicodeLabel(label: string): string {
  if (!label.startsWith(PREFIX)) return label;
  try {
    return decode(label.slice(PREFIX.length));
  } catch {
    return label;
  }
}

function decode(encoded: string): string {
  const split = encoded.lastIndexOf("-");
  const output = Array.from(encoded.slice(0, Math.max(0, split)), (letter) => letter.charCodeAt(0));
  let rest = encoded.slice(split + 1);
  let bias = 72;
  let code = 128;
  let at = 0;
  while (rest !== "") {
    const [delta, read] = integer(rest, bias);
    const length = output.length + 1;
    bias = adapt(delta, length, at === 0 ? DAMP : 2);
    code += Math.floor((at + delta) / length);
    at = (at + delta) % length;
    output.splice(at, 0, code);
    at += 1;
    rest = rest.slice(read);
  }
  return String.fromCodePoint(...output);
}

/** One generalised variable-length integer. @returns its value and how many letters it took */
function integer(text: string, bias: number): readonly [value: number, read: number] {
  let value = 0;
  let weight = 1;
  for (let i = 0; ; i += 1) {
    const digit = digitOf(text.charCodeAt(i));
    value += digit * weight;
    const threshold = Math.min(T_MAX, Math.max(T_MIN, BASE * (i + 1) - bias));
    if (digit < threshold) return [value, i + 1];
    weight *= BASE - threshold;
  }
}

/** @throws Error beyond the end and for what is no digit */
function digitOf(letter: number): number {
  if (letter >= 0x61 && letter <= 0x7a) return letter - 0x61;
  if (letter >= 0x30 && letter <= 0x39) return letter - 0x30 + 26;
  throw new Error("not a punycode digit");
}

function adapt(delta: number, length: number, damp: number): number {
  let left = Math.floor(delta / damp);
  left += Math.floor(left / length);
  let k = 0;
  for (; left > ((BASE - T_MIN) * T_MAX) / 2; k += BASE) left = Math.floor(left / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * left) / (left + SKEW));
}
