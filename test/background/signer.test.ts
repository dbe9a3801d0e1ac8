/** CountersignSigner against the vault and the published SDKs. */
import type { CredentialSigner, CredentialStore } from "@dfns/sdk";
import { DfnsApiClient } from "@dfns/sdk";
import type { CredentialSigner as LatestSigner, CredentialStore as LatestStore } from "dfns-sdk-latest";
import { DfnsApiClient as LatestApiClient } from "dfns-sdk-latest";
import { afterAll, beforeAll, beforeEach, describe, expect, expectTypeOf, it } from "vitest";
import type { LocalDfns } from "../../example/dfns/server.ts";
import { CountersignSigner, type Provider } from "../../src/client/index.ts";
import type { SignRequestView } from "../../src/protocol/views.ts";
import {
  approveShown,
  createRegistered,
  requestShown,
  socialChallenge,
  somethingShown,
  TRAVEL,
} from "./register.ts";
import type { Site, World } from "./world.ts";

const USER = "kim@example.com";
const BOTH = ["Key", "PasswordProtectedKey"] as const;
const SDKS = [
  ["0.8.3", DfnsApiClient],
  ["0.8.21", LatestApiClient as unknown as typeof DfnsApiClient],
] as const;

describe("CountersignSigner", () => {
  let dfns: LocalDfns;
  let world: World;
  let site: Site;
  let token: string;
  const signerOf = (asker: Site) =>
    new CountersignSigner({
      request: (args: { method: string; params?: unknown }) => asker.request(args.method, args.params),
    } as unknown as Provider);
  const shown = () => somethingShown(world);
  const sdkOf = (Client: typeof DfnsApiClient) =>
    new Client({ baseUrl: dfns.url, orgId: dfns.orgId, authToken: token, signer: signerOf(site) });

  beforeAll(async () => {
    ({ dfns, world, site, token } = await createRegistered({
      username: USER,
      firstFactor: BOTH[0],
      secondFactor: BOTH[1],
    }));
  });
  afterAll(() => dfns.close());
  beforeEach(() => {
    world.shown.length = 0;
    dfns.setPolicy(USER, { requiresSecondFactor: [] });
  });

  it("is a signer and a store in the types of both SDKs", () => {
    expectTypeOf<CountersignSigner>().toExtend<CredentialSigner & CredentialStore>();
    expectTypeOf<CountersignSigner>().toExtend<LatestSigner & LatestStore>();
  });

  it.each(SDKS)("adds a credential with the stock SDK %s", async (_version, Client) => {
    const sdk = sdkOf(Client);
    const body = { kind: "Key" } as unknown as { kind: "Fido2" };
    const challenge = await sdk.auth.createCredentialChallenge({ body });
    const making = signerOf(site).create(challenge);
    await shown();
    await approveShown(world);
    const made = await making;
    world.shown.length = 0;
    const adding = sdk.auth.createCredential({ body: made as never });
    await shown();
    const { options } = (await requestShown(world)) as SignRequestView;
    const option = options.find(({ first }) => first.kind === "Key");
    await approveShown(world, { option: option?.id });
    await expect(adding).resolves.toMatchObject({ credentialId: made.credentialInfo.credId });
  });

  it("refuses a registration's challenge and a user who is not connected, and asks nobody", async () => {
    const challenge = await socialChallenge(dfns, "new@example.com");
    await expect(signerOf(site).create(challenge as never)).rejects.toMatchObject({
      code: 4200,
      message: expect.stringContaining("registerEndUser"),
    });
    const other = { kind: "Key", challenge: "x", challengeIdentifier: "y", user: { id: "us-1", name: "z" } };
    await expect(signerOf(site).create(other)).rejects.toMatchObject({ data: { reason: "noCredential" } });
    expect(world.shown).toEqual([]);
  });

  it.each(SDKS)(
    "points to signFactors where both are demanded, under the stock SDK %s",
    async (_v, Client) => {
      dfns.setPolicy(USER, { requiresSecondFactor: BOTH });
      const before = dfns.signatures(USER);
      const sent = sdkOf(Client).wallets.createWallet({ body: { network: "Solana" } });
      await expect(sent).rejects.toMatchObject({
        code: 4200,
        message: expect.stringContaining("signFactors"),
        data: { reason: "secondFactorRequired" },
      });
      expect(world.shown).toEqual([]);
      expect(dfns.signatures(USER)).toBe(before);
    },
  );

  it("never drops a second factor that only the chosen credential needs", async () => {
    dfns.setPolicy(USER, { requiresSecondFactor: ["PasswordProtectedKey"] });
    const sent = sdkOf(DfnsApiClient).wallets.createWallet({ body: { network: "Solana" } });
    const refused = expect(sent).rejects.toMatchObject({ data: { reason: "secondFactorRequired" } });
    await shown();
    const { options } = (await requestShown(world)) as SignRequestView;
    const two = options.find(({ second }) => second !== null);
    await approveShown(world, { option: two?.id, password: TRAVEL });
    await refused;
  });
});
