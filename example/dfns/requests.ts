import { createHash } from "node:crypto";
import type { Context } from "hono";
import * as v from "valibot";
import type { Deps } from "./deps.ts";
import { Refusal, refuse } from "./errors.ts";
import type { Claims, TokenKind } from "./tokens.ts";
import type { User } from "./user.ts";

/** Lowercase hex of SHA-256 over the exact bytes of a body; of a text, over its UTF-8. */
export const payloadHash = (payload: string | Uint8Array): string =>
  createHash("sha256").update(payload).digest("hex");

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return refuse("invalidRequest", "the body is not JSON");
  }
}

/** The body, when it has exactly the members of `schema`. @throws Refusal invalidRequest, naming the first wrong member */
export async function readBody<T extends v.GenericSchema>(c: Context, schema: T): Promise<v.InferOutput<T>> {
  const type = c.req.header("content-type") ?? "";
  if (!/^application\/json\s*(;|$)/i.test(type))
    refuse("invalidRequest", "Content-Type must be application/json");
  return parse(schema, parseJson(await c.req.text()));
}

/** As `readBody`, for a call that may come without a body, which then stands for `{}`. */
export const readOptionalBody = async <T extends v.GenericSchema>(
  c: Context,
  schema: T,
): Promise<v.InferOutput<T>> => ((await c.req.text()) === "" ? parse(schema, {}) : readBody(c, schema));

function parse<T extends v.GenericSchema>(schema: T, body: unknown): v.InferOutput<T> {
  const result = v.safeParse(schema, body);
  if (result.success) return result.output;
  const [issue] = result.issues;
  return refuse("invalidRequest", `${v.getDotPath(issue) ?? "body"}: ${issue.message}`.slice(0, 500));
}

/** The claims of the bearer token. @throws Refusal userTokenInvalid unless it is ours, current and of one of `kinds` */
export async function readToken(c: Context, { tokens }: Deps, kinds: readonly TokenKind[]): Promise<Claims> {
  const token = /^Bearer (\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  const claims = token === undefined ? undefined : await tokens.read(token);
  return claims && kinds.includes(claims.kind) ? claims : refuse("userTokenInvalid");
}

export interface Caller {
  readonly user: User;
  /** The `jti` of the token that was shown. */
  readonly session: string;
}

/** Who calls, by session or service account token. @throws Refusal userTokenInvalid, also after a logout */
export async function readCaller(c: Context, deps: Deps): Promise<Caller> {
  const claims = await readToken(c, deps, ["Token", "ServiceAccount"]);
  if (claims.kind === "Token" && !deps.state.sessions.has(claims.jti)) refuse("userTokenInvalid");
  return { user: deps.state.users.get(claims.userId) ?? refuse("userTokenInvalid"), session: claims.jti };
}

/** @throws Refusal notAuthorized unless the caller is of this kind */
export function checkPermission(user: User, kind: "ServiceAccount" | "person", operation: string): void {
  if ((user.kind === "ServiceAccount") === (kind === "ServiceAccount")) return;
  const message = `${user.kind} ${user.id} is not authorized to perform operation (${operation})`;
  throw new Refusal("notAuthorized", null, message);
}

/** The person who calls. @throws Refusal userTokenInvalid, notAuthorized */
export async function readPerson(c: Context, deps: Deps, operation: string): Promise<User> {
  const { user } = await readCaller(c, deps);
  checkPermission(user, "person", operation);
  return user;
}

/** The person who calls, and signed this very call. @throws Refusal as `readPerson` and `spendUserAction` do */
export async function readSigningPerson(c: Context, deps: Deps, operation: string): Promise<User> {
  const user = await readPerson(c, deps, operation);
  await spendUserAction(c, deps, user);
  return user;
}

/** Who calls, and signed this very call. @throws Refusal userTokenInvalid, userActionInvalid, userActionUsed */
export async function readSigner(c: Context, deps: Deps): Promise<User> {
  const { user } = await readCaller(c, deps);
  await spendUserAction(c, deps, user);
  return user;
}

/**
 * Spends the user action token of this very call: method, path (with or without query) and body text.
 * @throws Refusal userActionInvalid, userActionUsed
 */
export async function spendUserAction(c: Context, { tokens, state }: Deps, user: User): Promise<void> {
  const claims = await tokens.read(c.req.header("x-dfns-useraction") ?? "");
  if (claims?.kind !== "UserAction") return refuse("userActionInvalid");
  const body = new Uint8Array(await c.req.arrayBuffer());
  const action = state.userActions.get(claims.jti);
  const { pathname, search } = new URL(c.req.url);
  const same =
    action?.userId === user.id &&
    action.method === c.req.method &&
    (action.path === pathname || action.path === pathname + search) &&
    action.payloadHash === payloadHash(body);
  if (!action || !same) return refuse("userActionInvalid", "it was signed for another call");
  if (action.used) return refuse("userActionUsed");
  state.userActions.set(claims.jti, { ...action, used: true });
}
