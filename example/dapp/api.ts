// The page's half of the backend. A customer's page has the same three calls under its own names.

/** Dfns, or our backend, said no: the status and Dfns' words. */
export class BackendError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

/** The answer of one call to our own backend, whose shape the caller knows. @throws BackendError unless it is a success */
export async function call<T>(path: string, body: unknown): Promise<T> {
  const response = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (response.ok) return response.json();
  const answer: unknown = await response.json();
  const message = stringAt(answer, "message") ?? "no reason given";
  throw new BackendError(response.status, message);
}

function stringAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = path.reduce<unknown>((inner, name) => (isObject(inner) ? inner[name] : undefined), value);
  return typeof found === "string" ? found : undefined;
}

/** One sentence about a failure: code, reason and message for the provider's errors, status and message for Dfns'. */
export function sentence(error: unknown): string {
  if (error instanceof BackendError) return `Dfns refused (${error.status}): ${error.message}`;
  if (!(error instanceof Error)) return "Something failed without saying why.";
  if ("httpStatus" in error) return `Dfns refused (${error.httpStatus}): ${error.message}`;
  const code = "code" in error && typeof error.code === "number" ? error.code : undefined;
  if (code === undefined) return error.message;
  const reason = stringAt(error, "data", "reason");
  return `Countersign refused (${reason === undefined ? code : `${code} ${reason}`}): ${error.message}`;
}
