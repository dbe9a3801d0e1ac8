import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from "vitest";
import type { Methods } from "../../src/client/contract.ts";
import type { ParamsInput, SiteMethod } from "../../src/protocol/requests.ts";
import type { Results } from "../../src/protocol/results.ts";
import { ROOT, read } from "./sources.ts";

type Frozen<T> = T extends readonly (infer E)[]
  ? readonly Frozen<E>[]
  : T extends object
    ? { readonly [K in keyof T]: Frozen<T[K]> }
    : T;
type Params = { [M in SiteMethod]: Frozen<ParamsInput<M>> };

describe("the contract of countersign-client", () => {
  it("names exactly the site methods", () => {
    expectTypeOf<keyof Methods>().toEqualTypeOf<SiteMethod>();
  });

  it("takes what the background takes", () => {
    expectTypeOf<Methods["dfns_register"]["params"]>().toExtend<Params["dfns_register"]>();
    expectTypeOf<keyof Methods["dfns_register"]["params"]>().toEqualTypeOf<keyof Params["dfns_register"]>();
  });

  it("returns what the background returns", () => {
    expectTypeOf<{ [M in SiteMethod]: Results[M] }>().toExtend<{ [M in SiteMethod]: Methods[M]["result"] }>();
    expectTypeOf<{ [M in SiteMethod]: Methods[M]["result"] }>().toExtend<{ [M in SiteMethod]: Results[M] }>();
  });
});

const CONSUMER = `
import { findProvider, registerEndUser, type ProviderRpcError, type Account } from "countersign-client";
const { provider, methods } = await findProvider({ timeout: 500 });
const names: readonly string[] = methods;
const challenge = { user: { id: "u", name: "n" }, temporaryAuthenticationToken: "t", challenge: "c",
  supportedCredentialKinds: { firstFactor: ["Key"], secondFactor: [] }, unknown: 1 };
const api = { url: "https://api.dfns.io", orgId: "o" };
const { user } = await registerEndUser(provider, { api, challenge, wallets: [{ network: "Solana" }] });
const bodies = await registerEndUser(provider, { api, challenge, submit: false });
const { accounts } = await provider.request({ method: "dfns_connect" });
provider.on("accountsChanged", (now: readonly Account[]) => now.length).removeListener("connect", () => {});
const ids: string[] = [user.id, bodies.recoveryCredential.credentialInfo.credId, ...accounts.map((row) => row.userId)];
const decide = (error: ProviderRpcError): boolean => error.code === 4001 && error.data.reason === "userRejected";
export { names, ids, decide };
// @ts-expect-error a method that does not exist
provider.request({ method: "dfns_nothing" });
// @ts-expect-error params are missing
provider.request({ method: "dfns_register" });
`;

describe("dist/client", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "countersign-client-"));
    const home = join(folder, "node_modules/countersign-client");
    mkdirSync(home, { recursive: true });
    cpSync(join(ROOT, "dist/client"), home, { recursive: true });
    writeFileSync(join(folder, "consumer.mts"), CONSUMER);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(["bundler", "nodenext"])(
    "types a strict consumer on its own, module resolution %s",
    (resolution) => {
      const module = resolution === "bundler" ? "esnext" : "nodenext";
      const flags = `--ignoreConfig --noEmit --strict --exactOptionalPropertyTypes --target es2023 --lib es2023,dom --module ${module}`;
      const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
      const args = [tsc, ...flags.split(" "), "--moduleResolution", resolution, "consumer.mts"];
      const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
      expect(stdout).toBe("");
    },
  );

  it("has declarations without imports", () => {
    expect(read("dist/client/index.d.ts")).not.toMatch(/\bfrom\s+"/);
  });
});
