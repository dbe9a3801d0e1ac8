import { fromBase64url, fromJsonBytes, fromUtf8, sameId } from "../bytes.ts";
import { rpcError } from "../errors.ts";
import type {
  CredentialAttestation,
  CredentialKind,
  RegistrationCredentials,
  WalletRequest,
} from "./types.ts";

const FACTORS: readonly CredentialKind[] = ["Key", "PasswordProtectedKey", "Fido2"];
const RECOVERY: readonly CredentialKind[] = ["RecoveryKey"];

/** Whether `encryptedPrivateKey` goes with the kind (Dfns OpenAPI, "RegistrationCredentials"). */
const CONTAINER: Readonly<Record<CredentialKind, "required" | "allowed" | "forbidden">> = {
  Key: "forbidden",
  Fido2: "forbidden",
  PasswordProtectedKey: "required",
  RecoveryKey: "allowed",
};

/**
 * The credentials of one registration, in the order that Dfns signs over: first, second, recovery.
 * @throws malformed for a kind in the wrong slot, an `encryptedPrivateKey` missing or out of place, one credential in two
 * slots, or client data over different challenges
 */
export function registrationCredentials({
  firstFactor,
  secondFactor,
  recovery,
}: {
  readonly firstFactor: CredentialAttestation;
  readonly secondFactor?: CredentialAttestation | undefined;
  readonly recovery: CredentialAttestation;
}): RegistrationCredentials {
  const factors = secondFactor === undefined ? [firstFactor] : [firstFactor, secondFactor];
  const all = [...factors, recovery];
  const fits =
    factors.every((factor) => FACTORS.includes(factor.credentialKind)) &&
    RECOVERY.includes(recovery.credentialKind) &&
    all.every(hasItsContainer) &&
    all.every((one, i) => all.slice(i + 1).every((other) => !isSame(one, other))) &&
    new Set(all.map(challengeOf)).size === 1;
  if (!fits) throw rpcError("malformed");
  return {
    firstFactorCredential: firstFactor,
    ...(secondFactor && { secondFactorCredential: secondFactor }),
    recoveryCredential: recovery,
  };
}

/**
 * The JSON text to post, to be kept and sent again as it is. With wallets for `/auth/registration/enduser`, each exactly
 * `{network, name?}` (Dfns' schema is closed); without for `/auth/registration`.
 * @throws malformed for an empty list of wallets
 */
export function registrationBody(
  credentials: RegistrationCredentials,
  wallets?: readonly WalletRequest[] | undefined,
): string {
  if (wallets === undefined) return JSON.stringify(credentials);
  if (wallets.length === 0) throw rpcError("malformed");
  return JSON.stringify({ ...credentials, wallets: wallets.map(({ network, name }) => ({ network, name })) });
}

function hasItsContainer({ credentialKind, encryptedPrivateKey }: CredentialAttestation): boolean {
  const rule = CONTAINER[credentialKind];
  return rule === "allowed" || (rule === "required") === (encryptedPrivateKey !== undefined);
}

const isSame = (a: CredentialAttestation, b: CredentialAttestation): boolean =>
  sameId(a.credentialInfo.credId, b.credentialInfo.credId);

/** WebAuthn encodes the bytes it is given, and Dfns' web signer gives it the UTF-8 bytes of the challenge text. */
function challengeOf({ credentialKind, credentialInfo }: CredentialAttestation): string {
  const clientData = fromJsonBytes(fromBase64url(credentialInfo.clientData)) as {
    challenge?: unknown;
  } | null;
  const challenge = clientData?.challenge;
  if (typeof challenge !== "string") throw rpcError("malformed");
  return credentialKind === "Fido2" ? fromUtf8(fromBase64url(challenge)) : challenge;
}
