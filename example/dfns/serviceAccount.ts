import { createHash, generateKeyPairSync } from "node:crypto";
import type { Deps } from "./deps.ts";
import { newId } from "./ids.ts";
import { TWO_YEARS } from "./tokens.ts";
import { newUser } from "./user.ts";

export interface ServiceAccount {
  readonly token: string;
  readonly credId: string;
  readonly privateKeyPem: string;
}

/** A service account with a P-256 Key credential, as an organisation makes one in the dashboard. */
export async function createServiceAccount({ state, tokens, orgId, now }: Deps): Promise<ServiceAccount> {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const spki = publicKey.export({ format: "der", type: "spki" });
  const credId = createHash("sha256").update(spki).digest("base64url");
  const credential = {
    uuid: newId("cr"),
    credId,
    kind: "Key",
    name: "Service account key",
    publicKey: publicKey.export({ format: "pem", type: "spki" }).toString(),
    dateCreated: new Date(now()).toISOString(),
    isActive: true,
  } as const;
  const user = newUser(orgId, "service-account", "ServiceAccount");
  const subject = state.saveUser({ ...user, stage: "registered", credentials: [credential] });
  const { token } = await tokens.issue({ kind: "ServiceAccount", subject, seconds: TWO_YEARS });
  return { token, credId, privateKeyPem: privateKey.export({ format: "pem", type: "pkcs8" }).toString() };
}
