import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import { newAuthenticator } from "../example/authenticator.ts";
import { approved, confirmWords, credentialsAtDfns, registerParams } from "./register.ts";
import { createWorld, PASSWORD, type Site, type World } from "./world.ts";

const ORIGIN = "http://localhost:3000";

interface Made {
  readonly credentialInfo: {
    readonly credId: string;
    readonly clientData: string;
    readonly attestationData: string;
  };
}

describe("a passkey of the page", () => {
  let dfns: LocalDfns;
  let world: World;
  let site: Site;
  let user = 0;
  const username = () => `fay${user}@example.com`;

  beforeAll(async () => {
    dfns = await startDfns({ now: () => world?.time ?? Date.now() });
  });
  afterAll(() => dfns.close());
  beforeEach(async () => {
    user += 1;
    world = createWorld();
    site = world.site(ORIGIN);
    await world.page("vault.create", { password: PASSWORD });
  });

  const kinds = () => credentialsAtDfns(dfns, username()).map(({ kind }) => kind);
  /** To the point where the page's authenticator is asked. */
  const toCeremony = async (change: object = { submit: true }) => {
    const params = await registerParams(dfns, username(), { firstFactor: "Fido2", ...change });
    const { answer, id } = await approved(world, site, "dfns_register", params);
    await confirmWords(world, id);
    await vi.waitFor(() => expect(site.ceremonies).toHaveLength(1));
    const { ceremony = "" } = site.ceremonies[0] ?? {};
    return { id, answer, ceremony, challenge: params.challenge.challenge };
  };
  const make = (challenge: string, change: object = {}) => {
    const options = { origin: ORIGIN, ...change };
    const { credentialInfo } = newAuthenticator().create(challenge, options) as unknown as Made;
    const { credId: id, clientData: clientDataJSON, attestationData: attestationObject } = credentialInfo;
    return { id, response: { clientDataJSON, attestationObject } };
  };
  const step = async (id: string) => (await world.page("approval.show", { id })).step;

  it("is asked of the very document, after the words, and completes the registration", async () => {
    const { id, answer, ceremony, challenge } = await toCeremony();
    expect(await step(id)).toBe("passkey");
    expect(world.pages).toHaveLength(1);
    expect(kinds()).toEqual([]);
    await site.outcome(ceremony, make(challenge));
    await expect(answer).resolves.toMatchObject({ user: { username: username() } });
    expect(kinds()).toEqual(["Fido2", "RecoveryKey"]);
    const { accounts } = await world.page("vault.overview");
    expect(accounts[0]?.credentials.map(({ kind }) => kind)).toEqual(["Fido2", "RecoveryKey"]);
  });

  it("goes into the bodies that a site posts itself", async () => {
    const { answer, ceremony, challenge } = await toCeremony({});
    await site.outcome(ceremony, make(challenge));
    await expect(answer).resolves.toMatchObject({ firstFactorCredential: { credentialKind: "Fido2" } });
  });

  it("outlives the worker while the person looks for the key", async () => {
    const { answer, ceremony, challenge } = await toCeremony();
    world.restartWorker();
    await world.resume();
    expect(site.ceremonies).toHaveLength(1);
    await site.outcome(ceremony, make(challenge));
    await expect(answer).resolves.toMatchObject({ user: { username: username() } });
  });

  it("counts only from the document that was asked, and only once", async () => {
    const { id, answer, ceremony, challenge } = await toCeremony();
    const refused = { error: { code: 4100 } };
    const other = world.site(ORIGIN);
    expect(await other.outcome(ceremony, make(challenge))).toMatchObject(refused);
    expect(await world.site("https://evil.example").outcome(ceremony, make(challenge))).toMatchObject(
      refused,
    );
    expect(await site.outcome(crypto.randomUUID(), make(challenge))).toMatchObject(refused);
    expect(await step(id)).toBe("passkey");
    await site.outcome(ceremony, make(challenge));
    await answer;
    expect(await site.outcome(ceremony, make(challenge))).toMatchObject(refused);
  });

  it.each<[string, (challenge: string) => unknown]>([
    ["nothing", () => null],
    ["another form", () => ({ id: "AAAA" })],
    ["another origin", (challenge) => make(challenge, { origin: "https://evil.example" })],
    ["another challenge", () => make("c29tZSBvdGhlciBjaGFsbGVuZ2U")],
    ["a frame", (challenge) => make(challenge, { clientData: { crossOrigin: true } })],
    ["something too large", (challenge) => ({ ...make(challenge), id: "A".repeat(70_000) })],
  ])("is asked for again after %s, and nothing was sent", async (_what, credential) => {
    const { id, answer, ceremony, challenge } = await toCeremony();
    await site.outcome(ceremony, credential(challenge));
    expect(await world.page("approval.show", { id })).toMatchObject({ step: "passkey", passkeyFailed: true });
    expect(kinds()).toEqual([]);
    await world.page("approval.passkey", { id });
    await vi.waitFor(() => expect(site.ceremonies).toHaveLength(2));
    await site.outcome(site.ceremonies[1]?.ceremony ?? "", make(challenge));
    await expect(answer).resolves.toMatchObject({ user: { username: username() } });
  });

  it("ends with its challenge when the page never answers", async () => {
    const { answer } = await toCeremony();
    world.time += 15 * 60 * 1000 + 1;
    await world.sweep();
    await expect(answer).rejects.toMatchObject({ code: -32081, data: { reason: "challengeExpired" } });
    expect(kinds()).toEqual([]);
  });

  it("is asked of the document that asks the same again", async () => {
    const params = await registerParams(dfns, username(), { firstFactor: "Fido2", submit: true });
    await confirmWords(world, (await approved(world, site, "dfns_register", params)).id);
    await vi.waitFor(() => expect(site.ceremonies).toHaveLength(1));
    site.close();
    const reloaded = world.site(ORIGIN);
    const answer = reloaded.request("dfns_register", params);
    await vi.waitFor(() => expect(reloaded.ceremonies).toHaveLength(1));
    await reloaded.outcome(reloaded.ceremonies[0]?.ceremony ?? "", make(params.challenge.challenge));
    await expect(answer).resolves.toMatchObject({ user: { username: username() } });
  });
});
