// A WebAuthn authenticator in software, for the local Dfns: attestation "none", user verification always given.
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import type { Json } from "./client.ts";

const sha256 = (data: string | Uint8Array): Buffer => createHash("sha256").update(data).digest();

type Cbor = number | string | Uint8Array | Map<number | string, Cbor>;

function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value]);
  if (value < 256) return Buffer.from([(major << 5) | 24, value]);
  return Buffer.from([(major << 5) | 25, value >> 8, value & 255]);
}

/** CBOR (RFC 8949) of what an attestation object holds: integers, texts, bytes and maps. */
export function cbor(value: Cbor): Buffer {
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string")
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  const entries = [...value].flatMap(([key, inner]) => [cbor(key), cbor(inner)]);
  return Buffer.concat([head(5, value.size), ...entries]);
}

export interface Fido2Options {
  readonly origin?: string;
  readonly rpId?: string;
  /** `double`: WebAuthn got the UTF-8 bytes of the text; `single`: the bytes that it stands for. */
  readonly encoding?: "double" | "single";
  /** User present and user verified. */
  readonly flags?: number;
  readonly counter?: number;
  /** More members of the client data, or other ones. */
  readonly clientData?: Json;
  readonly credId?: string;
  readonly userHandle?: string;
  readonly spoil?: (signed: Buffer) => Buffer;
}

export interface Authenticator {
  readonly credId: string;
  readonly privateKey: KeyObject;
  create(challenge: string, options?: Fido2Options): Json;
  get(challenge: string, options?: Fido2Options): Json;
}

const ORIGIN = "http://localhost:3000";

const clientDataOf = (type: string, challenge: string, options: Fido2Options): string =>
  JSON.stringify({
    type,
    challenge: options.encoding === "single" ? challenge : Buffer.from(challenge).toString("base64url"),
    origin: options.origin ?? ORIGIN,
    crossOrigin: false,
    ...options.clientData,
  });

function authenticatorData(options: Fido2Options, flags: number): Buffer {
  const counter = Buffer.alloc(4);
  counter.writeUInt32BE(options.counter ?? 0);
  return Buffer.concat([sha256(options.rpId ?? "localhost"), Buffer.from([flags]), counter]);
}

/** A new ES256 credential in an authenticator of its own. */
export function newAuthenticator(): Authenticator {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const id = randomBytes(16);
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const cose = new Map<number, Cbor>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, Buffer.from(x, "base64url")],
    [-3, Buffer.from(y, "base64url")],
  ]);
  const credId = id.toString("base64url");
  return {
    credId,
    privateKey,
    create(challenge, options = {}) {
      const data = authenticatorData(options, (options.flags ?? 0x05) | 0x40);
      const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, cbor(cose)]);
      const object = new Map<string, Cbor>([
        ["fmt", "none"],
        ["attStmt", new Map()],
        ["authData", Buffer.concat([data, attested])],
      ]);
      return {
        credentialKind: "Fido2",
        credentialInfo: {
          credId: options.credId ?? credId,
          clientData: Buffer.from(clientDataOf("webauthn.create", challenge, options)).toString("base64url"),
          attestationData: (options.spoil ?? ((same) => same))(cbor(object)).toString("base64url"),
        },
      };
    },
    get(challenge, options = {}) {
      const clientData = Buffer.from(clientDataOf("webauthn.get", challenge, options));
      const data = authenticatorData(options, options.flags ?? 0x05);
      const signed = (options.spoil ?? ((same) => same))(Buffer.concat([data, sha256(clientData)]));
      return {
        kind: "Fido2",
        credentialAssertion: {
          credId: options.credId ?? credId,
          clientData: clientData.toString("base64url"),
          authenticatorData: data.toString("base64url"),
          signature: sign("sha256", signed, privateKey).toString("base64url"),
          ...(options.userHandle !== undefined && { userHandle: options.userHandle }),
        },
      };
    },
  };
}
