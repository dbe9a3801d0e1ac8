/** Passkeys with PRF on the extension's own id: Chromium only, in a tab or window, always with user verification. */
import type { FactorInput } from "../src/protocol/vaultRequests.ts";

type Passkey = Extract<FactorInput, { type: "passkey" }>;

/** Firefox takes no relying party of an extension's own. */
export const hasPasskeys = (): boolean => location.protocol === "chrome-extension:";

/** The browser's own prompt closes the toolbar popup, and what waits for it. */
export const inToolbar = (): boolean => location.pathname === "/popup.html";

/** The only way of our pages to an authenticator. @throws Error in the toolbar popup */
function authenticators(): CredentialsContainer {
  if (inToolbar()) throw new Error("The toolbar popup asks for no passkey.");
  return navigator.credentials;
}

const random = (): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(32));

/** Makes a passkey and evaluates it once. @returns `null` when the authenticator has no PRF. @throws when cancelled */
export async function createPasskey(): Promise<Passkey | null> {
  const input = random();
  const made = (await authenticators().create({
    publicKey: {
      rp: { name: "Countersign" },
      user: { id: random(), name: "Countersign vault", displayName: "Countersign vault" },
      challenge: random(),
      pubKeyCredParams: [
        { type: "public-key", alg: -7 },
        { type: "public-key", alg: -257 },
      ],
      authenticatorSelection: { userVerification: "required", residentKey: "discouraged" },
      extensions: { prf: { eval: { first: input } } },
    },
  })) as PublicKeyCredential;
  if (!made.getClientExtensionResults().prf?.enabled) return null;
  return evaluatePasskey([{ credential: textOf(new Uint8Array(made.rawId)), input: textOf(input) }]);
}

/** Asks for one of these passkeys. @returns `null` when it gave no output. @throws when cancelled */
export async function evaluatePasskey(
  known: readonly { readonly credential: string; readonly input: string }[],
): Promise<Passkey | null> {
  const asked = (await authenticators().get({
    publicKey: {
      challenge: random(),
      userVerification: "required",
      allowCredentials: known.map(({ credential }) => ({ type: "public-key", id: bytesOf(credential) })),
      extensions: {
        prf: {
          evalByCredential: Object.fromEntries(
            known.map(({ credential, input }) => [credential, { first: bytesOf(input) }]),
          ),
        },
      },
    },
  })) as PublicKeyCredential;
  const credential = textOf(new Uint8Array(asked.rawId));
  const first = asked.getClientExtensionResults().prf?.results?.first;
  const input = known.find((one) => one.credential === credential)?.input;
  if (!(first instanceof ArrayBuffer) || input === undefined) return null;
  return { type: "passkey", credential, input, output: textOf(new Uint8Array(first)) };
}

const textOf = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
