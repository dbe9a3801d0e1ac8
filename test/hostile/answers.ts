/** Hostile answers, one row each: what is written in the place of `genuine`, the text that Dfns would have sent. */
import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";

export type HostileAnswer = (response: ServerResponse, genuine: string) => void;

const JSON_TYPE = { "Content-Type": "application/json" };

export const says =
  (
    make: string | ((genuine: string) => string | Buffer),
    status = 200,
    headers: object = JSON_TYPE,
  ): HostileAnswer =>
  (response, genuine) => {
    response.writeHead(status, { ...headers }).end(typeof make === "string" ? make : make(genuine));
  };

export const json = (value: unknown, status = 200, headers: object = {}): HostileAnswer =>
  says(JSON.stringify(value), status, { ...JSON_TYPE, ...headers });

/** Sends the head and then a byte now and again, for ever. */
const drip: HostileAnswer = (response) => {
  response.writeHead(200, JSON_TYPE);
  const timer = setInterval(() => response.write(" "), 200);
  response.on("close", () => clearInterval(timer));
};

const endless: HostileAnswer = (response) => {
  response.writeHead(200, JSON_TYPE);
  const piece = Buffer.alloc(64 * 1024, " ");
  const pump = () => {
    while (!response.destroyed && response.write(piece));
  };
  response.on("drain", pump);
  pump();
};

const raw =
  (...lines: readonly string[]): HostileAnswer =>
  ({ socket }) => {
    socket?.end(lines.join("\r\n"));
  };

const wait = (value: string, status = 429): HostileAnswer =>
  json({ error: { message: "Slow down" } }, status, { "Retry-After": value });

const deep = (depth: number): string => `${"[".repeat(depth)}${"]".repeat(depth)}`;

/** Whatever is asked: broken on the wire, or in its form. */
export const ON_THE_WIRE: Readonly<Record<string, HostileAnswer>> = {
  "nothing, and hangs up": (response) => response.destroy(),
  "half an answer, and hangs up": (response, genuine) => {
    response.writeHead(200, { ...JSON_TYPE, "Content-Length": genuine.length });
    response.write(genuine.slice(0, genuine.length / 2), () => response.destroy());
  },
  "half an answer that says it is whole": says((genuine) => genuine.slice(0, genuine.length / 2)),
  "an empty body": says(""),
  "204": says("", 204),
  "205": says("", 205),
  "only 100 Continue": raw("HTTP/1.1 100 Continue", "", ""),
  "103 and then nothing": raw("HTTP/1.1 103 Early Hints", "Link: </x>; rel=preload", "", ""),
  "101 Switching Protocols": raw(
    "HTTP/1.1 101 Switching Protocols",
    "Upgrade: websocket",
    "Connection: Upgrade",
    "",
    "",
  ),
  "no HTTP": raw("SSH-2.0-OpenSSH_9.2", ""),
  "a status of 99": raw("HTTP/1.1 99 Odd", "Content-Length: 2", "", "{}"),
  "chunks that are none": raw(
    "HTTP/1.1 200 OK",
    "Content-Type: application/json",
    "Transfer-Encoding: chunked",
    "",
    "zz",
    "{}",
  ),
  "two content lengths": raw("HTTP/1.1 200 OK", "Content-Length: 2", "Content-Length: 5", "", "{}"),
  "a web page with 200": says("<!doctype html><title>Dfns</title>", 200, { "Content-Type": "text/html" }),
  "the answer as a web page": says((genuine) => genuine, 200, { "Content-Type": "text/html; charset=utf-8" }),
  "a web page with 502": says("<h1>502</h1>", 502, { "Content-Type": "text/html" }),
  "the answer with 500": says((genuine) => genuine, 500),
  "a redirect to another host": says("", 307, { Location: "http://127.0.0.1:9/auth/login/init" }),
  "a redirect to plain http": says("", 308, { Location: "http://api.dfns.example/auth/login/init" }),
  "a redirect to itself": says("", 302, { Location: "/auth/login/init" }),
  "a redirect to a script": says("", 303, { Location: "javascript:alert(1)" }),
  "300 without a place": says((genuine) => genuine, 300),
  "bytes that are not UTF-8": says((genuine) =>
    Buffer.concat([Buffer.from(genuine.slice(0, -1)), Buffer.from(',"x":"\xff\xfe"}', "latin1")]),
  ),
  "UTF-16": says((genuine) => Buffer.from(genuine, "utf16le")),
  "a gzip bomb": says(() => gzipSync(Buffer.alloc(64 * 1024 * 1024, " ")), 200, {
    ...JSON_TYPE,
    "Content-Encoding": "gzip",
  }),
  "gzip that is none": says((genuine) => genuine, 200, { ...JSON_TYPE, "Content-Encoding": "gzip" }),
  "two megabytes around the answer": says((genuine) => genuine + " ".repeat(2 * 1024 * 1024)),
  "a body without end": endless,
  null: says("null"),
  "a number": says("1e999"),
  text: says('"ok"'),
  "a list of answers": says((genuine) => `[${genuine}]`),
  "two answers": says((genuine) => genuine + genuine),
  "JSON with a script around": says((genuine) => `callback(${genuine})`),
  "a hundred thousand brackets": says(deep(100_000)),
  "a refusal nested a thousand deep": says(`{"error":${deep(1000)}}`, 400),
  "a refusal in a megabyte of words": json({ error: { message: "A".repeat(1024 * 1024) } }, 400),
  "a refusal that is a gzip bomb": says(() => gzipSync(Buffer.alloc(64 * 1024 * 1024, " ")), 400, {
    ...JSON_TYPE,
    "Content-Encoding": "gzip",
  }),
  "a refusal with numbers for words": json({ error: { message: 42, name: {} } }, 403),
  "a refusal with prototype keys": says(
    '{"__proto__":{"error":{"message":"x"}},"constructor":{"prototype":{"polluted":1}}}',
    400,
  ),
  "a refusal with secrets and bidi text": json(
    { error: { message: "\u202eevil\u0007 <b>token=eyJhbGciOi</b>" } },
    401,
  ),
  "wait for less than nothing": wait("-5"),
  "wait for ever": wait("99999999999999999999"),
  "wait until a date": wait("Fri, 31 Dec 9999 23:59:59 GMT"),
  "wait for NaN": wait("NaN, 1e308", 503),
};

/** Those that take a call's whole time. */
export const SLOW: Readonly<Record<string, HostileAnswer>> = {
  "a byte now and then": drip,
  "nothing, and keeps the line": () => undefined,
};

type Challenge = Record<string, unknown> & {
  readonly allowCredentials: { readonly key: readonly { readonly id: string }[] };
};

const edited =
  (edit: (challenge: Challenge) => object): HostileAnswer =>
  (response, genuine) =>
    says(JSON.stringify(edit(JSON.parse(genuine) as Challenge)))(response, genuine);

const challenge = (value: unknown): HostileAnswer => edited((one) => ({ ...one, challenge: value }));
const base64url = (text: string): string => Buffer.from(text).toString("base64url");
const many = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ id: base64url(`credential ${i}`) }));
const keyRule = (rule: object) => [{ kind: "Key", factor: "first", requiresSecondFactor: false, ...rule }];
const replaced = (from: RegExp, to: string): HostileAnswer => says((genuine) => genuine.replace(from, to));

/** In the place of a login's or an action's challenge. */
export const CHALLENGES: Readonly<Record<string, HostileAnswer>> = {
  "a challenge of 15 characters": challenge("A".repeat(15)),
  "an empty challenge": challenge(""),
  "a challenge of 4097 characters": challenge("A".repeat(4097)),
  "a challenge of half a megabyte": challenge("A".repeat(512 * 1024)),
  "a challenge that is JSON": challenge('{"challenge":"AAAAAAAAAAAAAAAAAAAA"}'),
  "a challenge that breaks out of the JSON": challenge('AAAAAAAAAAAAAAAA","type":"key.create","x":"'),
  "a challenge that is an object": challenge({ toString: "AAAAAAAAAAAAAAAAAAAA" }),
  "a challenge that is a list": challenge(["A".repeat(43)]),
  "a challenge that is a number": challenge(1234567890123456),
  "a challenge with a line end": challenge(`${"A".repeat(43)}\n`),
  "a challenge in another alphabet": challenge("А".repeat(43)),
  "a recovery message": challenge(
    base64url('{"firstFactorCredential":{"credentialKind":"Key"},"recoveryCredential":{}}'),
  ),
  "a recovery message in escapes": challenge(
    base64url('{"\\u0066irstFactorCredential":{"credentialKind":"Key"}}'),
  ),
  "a padded recovery message": challenge(`${base64url('{"a":1,"firstFactorCredential":{"b":1}}')}==`),
  "no challenge": edited(({ challenge: _, ...rest }) => rest),
  "no identifier": edited(({ challengeIdentifier: _, ...rest }) => rest),
  "an identifier of a megabyte": edited((one) => ({ ...one, challengeIdentifier: "A".repeat(1000 * 1000) })),
  "another challenge than the identifier's": challenge("B".repeat(43)),
  "someone else's key": edited((one) => ({ ...one, allowCredentials: { key: many(1), webauthn: [] } })),
  "10,000 credentials and ours": edited((one) => ({
    ...one,
    allowCredentials: { key: [...many(10_000), ...one.allowCredentials.key], webauthn: [] },
  })),
  "no credentials at all": edited((one) => ({ ...one, allowCredentials: {} })),
  "no list of credentials": edited(({ allowCredentials: _, ...rest }) => rest),
  "ours as a passkey": edited((one) => ({
    ...one,
    allowCredentials: { key: [], webauthn: one.allowCredentials.key },
  })),
  "ours under __proto__": replaced(/"allowCredentials":\{"key":/, '"allowCredentials":{"__proto__":'),
  "ours under constructor": replaced(/"allowCredentials":\{"key":/, '"allowCredentials":{"constructor":'),
  "a prototype for a challenge": says((genuine) => `{"__proto__":${genuine}}`),
  "ids that are objects": edited((one) => ({
    ...one,
    allowCredentials: { key: [{ id: {} }, { id: null }] },
  })),
  "the list as an object": edited((one) => ({
    ...one,
    allowCredentials: { key: { length: 1, 0: one.allowCredentials.key[0] } },
  })),
  "kinds called __proto__": edited((one) => ({
    ...one,
    supportedCredentialKinds: [{ kind: "__proto__", factor: "first", requiresSecondFactor: false }],
  })),
  "our kind for recovery only": edited((one) => ({
    ...one,
    supportedCredentialKinds: keyRule({ kind: "RecoveryKey" }),
  })),
  "a factor nobody knows": edited((one) => ({
    ...one,
    supportedCredentialKinds: keyRule({ factor: "zeroth" }),
  })),
  "yes and no as text": edited((one) => ({
    ...one,
    supportedCredentialKinds: keyRule({ requiresSecondFactor: "false" }),
  })),
  "a second factor that is not there": edited((one) => ({
    ...one,
    supportedCredentialKinds: keyRule({ requiresSecondFactor: true }),
  })),
  "15,000 kinds": edited((one) => ({
    ...one,
    supportedCredentialKinds: Array.from({ length: 15_000 }, () => keyRule({})[0]),
  })),
  "the challenge twice in one answer": says(
    (genuine) => `${genuine.slice(0, -1)},"challenge":"short","allowCredentials":{"key":[]}}`,
  ),
  "a bomb and a stump for containers": edited((one) => ({
    ...one,
    allowCredentials: {
      key: [],
      passwordProtectedKey: one.allowCredentials.key.map(({ id }) => ({
        id,
        encryptedPrivateKey: base64url(
          '{"v":1,"kdf":{"name":"argon2id","m":4294967295,"t":4294967295,"p":255}',
        ),
      })),
    },
  })),
  "a container of a megabyte": edited((one) => ({
    ...one,
    allowCredentials: {
      key: [],
      passwordProtectedKey: [{ id: "AAAA", encryptedPrivateKey: "A".repeat(1000 * 1000) }],
    },
  })),
  "a session in place of a challenge": json({ token: "eyJhbGciOiJub25lIn0.e30." }),
};
