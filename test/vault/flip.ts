/** Every way to flip one bit of a value: of its texts, its numbers and the names of its members. */
export function* flipsOf(value: unknown): Generator<unknown> {
  if (typeof value === "string") yield* flipsOfText(value);
  else if (typeof value === "number") yield* flipsOfNumber(value);
  else if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) for (const flip of flipsOf(item)) yield value.with(i, flip);
  } else yield* flipsOfObject(value as Readonly<Record<string, unknown>>);
}

function* flipsOfObject(value: Readonly<Record<string, unknown>>): Generator<unknown> {
  for (const [name, member] of Object.entries(value)) {
    const { [name]: _without, ...rest } = value;
    for (const flip of flipsOf(member)) yield { ...value, [name]: flip };
    for (const flip of flipsOfText(name)) yield { ...rest, [flip]: member };
  }
}

/** The eight bits of each character: all that is stored is ASCII. */
function* flipsOfText(text: string): Generator<string> {
  for (let i = 0; i < text.length; i++) {
    for (let bit = 0; bit < 8; bit++) {
      yield text.slice(0, i) + String.fromCharCode(text.charCodeAt(i) ^ (1 << bit)) + text.slice(i + 1);
    }
  }
}

/** The 64 bits of the number as structured cloning writes it. */
function* flipsOfNumber(number: number): Generator<number> {
  for (let bit = 0; bit < 64; bit++) {
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, number);
    view.setUint8(bit >> 3, view.getUint8(bit >> 3) ^ (1 << (bit & 7)));
    yield view.getFloat64(0);
  }
}
