import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { LocalDfns } from "../../example/dfns/server.ts";
import type { NewCredential } from "../../src/core/dfns/types.ts";
import { newAuthenticator } from "../example/authenticator.ts";
import * as client from "../example/client.ts";
import { apiOf, approved, createRegistered, credentialsAtDfns } from "./register.ts";
import type { Site, World } from "./world.ts";

const ORIGIN = "http://localhost:3000";

describe("a further passkey", () => {
  let dfns: LocalDfns;
  let world: World;
  let site: Site;
  let token: string;

  beforeAll(async () => {
    ({ dfns, world, site, token } = await createRegistered({ origin: ORIGIN }));
  });
  afterAll(() => dfns.close());
  beforeEach(() => {
    world.shown.length = 0;
    site = world.site(ORIGIN);
  });

  const api = () => apiOf(dfns);
  const held = async () => (await world.page("vault.overview")).accounts[0]?.credentials ?? [];
  const passkeys = async () => (await held()).filter(({ kind }) => kind === "Fido2").length;
  /** A user action over this very text, then the call. */
  const signed = async (path: string, payload: string) => {
    const action = { api: api(), authToken: token, method: "POST", path, payload };
    const { answer } = await approved(world, site, "dfns_signAction", action);
    const { userAction } = (await answer) as { userAction: string };
    return client.sendText(dfns, "POST", path, payload, token, { "X-DFNS-USERACTION": userAction });
  };
  /** To the point where the page's authenticator is asked. */
  const toCeremony = async (challenge: client.Json) => {
    const begun = await approved(world, site, "dfns_createCredential", { api: api(), challenge });
    await vi.waitFor(() => expect(site.ceremonies).toHaveLength(1));
    return { ...begun, ceremony: site.ceremonies[0]?.ceremony ?? "", text: String(challenge.challenge) };
  };
  const withSession = async (kind = "Fido2") =>
    (await client.send(dfns, "POST", "/auth/credentials/init", { kind }, token)).body;
  const withCode = async (credentialKind = "Fido2") => {
    const expiration = new Date(world.time + 55_000).toISOString();
    const { body } = await signed("/auth/credentials/code", JSON.stringify({ expiration }));
    const init = { credentialKind, code: body.code };
    return (await client.send(dfns, "POST", "/auth/credentials/code/init", init)).body;
  };
  const make = (challenge: string, change: object = {}) => {
    const made = newAuthenticator().create(challenge, { origin: ORIGIN, ...change });
    const {
      credId: id,
      clientData: clientDataJSON,
      attestationData: attestationObject,
    } = made.credentialInfo as NewCredential["credentialInfo"];
    return { id, response: { clientDataJSON, attestationObject } };
  };

  it("is made on the page after Approve, stored by its name, and taken by Dfns", async () => {
    const { answer, ceremony, text } = await toCeremony(await withSession());
    await site.outcome(ceremony, make(text));
    const body = (await answer) as NewCredential;
    expect(Object.keys(body).sort()).toEqual([
      "challengeIdentifier",
      "credentialInfo",
      "credentialKind",
      "credentialName",
    ]);
    expect((await signed("/auth/credentials", JSON.stringify(body))).status).toBe(200);
    expect(credentialsAtDfns(dfns).map(({ credId }) => credId)).toContain(body.credentialInfo.credId);
    const kept = (await held()).find(({ credId }) => credId === body.credentialInfo.credId);
    expect(kept).toMatchObject({ kind: "Fido2", origins: [ORIGIN], offeredAt: expect.any(String) });
  });

  it.each(["Fido2", "Key"])("or a %s answers the challenge of a code, without a session", async (kind) => {
    const challenge = await withCode(kind);
    const { answer, id } = await approved(world, site, "dfns_createCredential", { api: api(), challenge });
    if (kind === "Fido2") {
      await vi.waitFor(() => expect(site.ceremonies).toHaveLength(1));
      await site.outcome(site.ceremonies[0]?.ceremony ?? "", make(String(challenge.challenge)));
    }
    const body = (await answer) as NewCredential;
    expect((await world.page("approval.show", { id })).step).toBe("done");
    expect((await client.send(dfns, "POST", "/auth/credentials/code/verify", body)).status).toBe(200);
    expect(credentialsAtDfns(dfns).map(({ credId }) => credId)).toContain(body.credentialInfo.credId);
  });

  it.each<[string, (challenge: string) => unknown]>([
    ["nothing", () => null],
    ["another origin", (challenge) => make(challenge, { origin: "https://evil.example" })],
    ["another challenge", () => make("c29tZSBvdGhlciBjaGFsbGVuZ2U")],
    ["something too large", (challenge) => ({ ...make(challenge), id: "A".repeat(70_000) })],
  ])("is asked for again after %s, and nothing was stored", async (_what, credential) => {
    const before = await passkeys();
    const { id, answer, ceremony, text } = await toCeremony(await withSession());
    await site.outcome(ceremony, credential(text));
    expect(await world.page("approval.show", { id })).toMatchObject({ step: "passkey", passkeyFailed: true });
    expect(await passkeys()).toBe(before);
    await world.page("approval.passkey", { id });
    await vi.waitFor(() => expect(site.ceremonies).toHaveLength(2));
    await site.outcome(site.ceremonies[1]?.ceremony ?? "", make(text));
    await expect(answer).resolves.toMatchObject({ credentialKind: "Fido2" });
    expect(await passkeys()).toBe(before + 1);
  });

  it("counts only from the document that was asked", async () => {
    const { answer, ceremony, text } = await toCeremony(await withSession());
    const stranger = await world.site("https://evil.example").outcome(ceremony, make(text));
    expect(stranger).toMatchObject({ error: { code: 4100 } });
    await site.outcome(ceremony, make(text));
    await expect(answer).resolves.toMatchObject({ credentialKind: "Fido2" });
  });

  it("ends with its challenge when the page never answers, and leaves nothing", async () => {
    const before = await passkeys();
    const { answer } = await toCeremony(await withSession());
    world.time += 15 * 60 * 1000 + 1;
    await world.sweep();
    await expect(answer).rejects.toMatchObject({ data: { reason: "challengeExpired" } });
    expect(await passkeys()).toBe(before);
  });
});
