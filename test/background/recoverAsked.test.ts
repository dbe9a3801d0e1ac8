import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { RecoveryCredentials } from "../../src/core/dfns/types.ts";
import { newAuthenticator } from "../example/authenticator.ts";
import { send } from "../example/client.ts";
import { recoverParams } from "./recovering.ts";
import { openStage, type Scene, SITE, type Stage } from "./recoverScene.ts";
import { approveShown, requestShown } from "./register.ts";
import { PASSWORD } from "./world.ts";

let stage: Stage;
let scene: Scene;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.dfns.close());
beforeEach(async () => {
  scene = await stage.next();
});

describe("a recovery that a site asks for", () => {
  it("shows who asks, for whom, and that all else stops working; then it goes on in the tab", async () => {
    await scene.asked();
    expect(await requestShown(scene.world)).toMatchObject({
      ...{ method: "dfns_recover", origin: SITE, username: scene.jane.username, risk: "dangerous" },
      ...{
        orgId: stage.dfns.orgId,
        url: stage.dfns.url,
        environment: "Local",
        submit: true,
        firstFactor: "Key",
      },
    });
    expect(await scene.step()).toBe("start");
    const id = await approveShown(scene.world);
    expect(scene.world.tabs).toEqual(["recover"]);
    expect((await scene.world.page("approval.show", { id })).step).toBe("elsewhere");
    expect(await scene.world.page("approval.leave")).toEqual({ id: null });
    expect(await scene.world.page("recover.show")).toMatchObject({
      ...{ step: "phrase", origin: SITE, submit: true, firstFactors: ["Key"] },
      account: { username: scene.jane.username, orgId: stage.dfns.orgId },
    });
  });

  it.each(["again", "for another challenge"])(
    "brings the tab forward when the site asks %s, and opens no window",
    async (how) => {
      const { params } = await scene.inTab();
      const { jane, site, world } = scene;
      const other = how === "again" ? params : await recoverParams(stage.dfns, jane, { submit: true });
      const next = site.request("dfns_recover", other).catch(({ data }) => data.reason);
      await vi.waitFor(() => expect(world.tabs).toEqual(["recover", "recover"]));
      expect(world.shown).toHaveLength(1);
      await world.page("recover.discard");
      expect(await next).toBe(how === "again" ? "userRejected" : "pending");
    },
  );

  it("is posted by the vault, answers the site, and pins the new credential to it", async () => {
    const before = scene.credentials();
    const { answer, words } = await scene.ready();
    expect(scene.credentials()).toEqual(before);
    expect(words.join(" ")).not.toBe(scene.jane.typed);
    await scene.finish();
    await expect(answer).resolves.toMatchObject({
      credential: { kind: "Key" },
      user: { username: scene.jane.username, orgId: stage.dfns.orgId },
    });
    await scene.over();
    expect(scene.credentials().filter(({ credId }) => before.some((old) => old.credId === credId))).toEqual(
      [],
    );
    await scene.expectOneAccount();
    const { accounts } = (await scene.site.request("dfns_connect")) as {
      accounts: { credentials: unknown[] }[];
    };
    expect(accounts.map((account) => account.credentials)).toEqual([
      [expect.objectContaining({ kind: "Key" })],
    ]);
  });

  it("connects the site on approval, before anything is typed", async () => {
    await scene.inTab();
    expect(await scene.site.request("dfns_getStatus")).toEqual({ connected: true, locked: false });
    expect(scene.site.events.map(({ event }) => event)).toContain("connect");
  });

  it("signs nothing before the old words, the new words and the last button", async () => {
    const before = scene.signatures();
    await scene.ready();
    expect(scene.signatures()).toBe(before);
    expect(scene.sent()).toBe(0);
  });

  it("makes a password-protected first factor where the site wants one, and no other kind", async () => {
    const firstFactor = "PasswordProtectedKey";
    const { answer } = await scene.ready({ submit: true, firstFactor });
    expect((await scene.world.page("recover.show")).firstFactors).toEqual([firstFactor]);
    await expect(scene.finish()).rejects.toMatchObject({ data: { reason: "stale" } });
    await expect(scene.finish({ firstFactor })).rejects.toMatchObject({ data: { reason: "weakPassword" } });
    await scene.finish({ firstFactor, password: "orchid lantern pebble sketch tunnel wagon" });
    await answer;
    expect(scene.credentials().map(({ kind }) => kind)).toEqual([firstFactor, "RecoveryKey"]);
  });

  it("is answered once, and the same again to the same question", async () => {
    const { params, answer } = await scene.ready();
    await scene.finish();
    const first = await answer;
    const made = scene.signatures();
    expect(await scene.site.request("dfns_recover", params)).toEqual(first);
    expect(scene.signatures()).toBe(made);
    expect(scene.sent()).toBe(1);
  });

  it("is answered in the document that asked last", async () => {
    const { params } = await scene.ready();
    scene.site.close();
    const reloaded = scene.world.site(SITE);
    const answer = reloaded.request("dfns_recover", params);
    await vi.waitFor(async () => expect(await scene.step()).toBe("ready"));
    await scene.finish();
    await expect(answer).resolves.toMatchObject({ user: { username: scene.jane.username } });
  });

  it("waits for its turn behind that of another site", async () => {
    const first = await scene.ready();
    await scene.asked({ submit: true }, scene.world.site("https://pay.acme.finance"));
    await approveShown(scene.world);
    expect(await scene.world.page("recover.show")).toMatchObject({
      ...{ step: "phrase", origin: "https://pay.acme.finance" },
    });
    await scene.world.page("recover.discard");
    expect(await scene.world.page("recover.show")).toMatchObject({ step: "ready", origin: SITE });
    await scene.world.page("recover.discard");
    await expect(first.answer).rejects.toMatchObject({ code: 4001 });
  });
});

describe("a recovery handed over", () => {
  /** How often the vault has asked Dfns for what it knows of a user. */
  const looks = () => stage.dfns.requests.filter(({ path }) => path === "/auth/login/init").length;

  it("gives the site what it posts, and is settled once Dfns has it", async () => {
    const { answer, params } = await scene.ready({});
    await scene.finish();
    const bodies = (await answer) as RecoveryCredentials;
    expect(Object.keys(bodies)).toEqual(["recovery", "newCredentials"]);
    await scene.over("handedOver");
    await expect(scene.world.page("recover.discard")).rejects.toMatchObject({ data: { reason: "stale" } });
    const kept = (await scene.world.page("vault.overview")).accounts;
    expect(kept).toEqual([]);
    const token = params.challenge.temporaryAuthenticationToken;
    expect((await send(stage.dfns, "POST", "/auth/recover/user", bodies, token)).status).toBe(200);
    await scene.site.request("dfns_connect");
    await scene.expectOneAccount();
    expect(await scene.step()).toBe("done");
  });

  it("is settled later, at the next unlock", async () => {
    const looked = looks();
    const { answer, params } = await scene.ready({});
    await scene.finish();
    const bodies = await answer;
    await vi.waitFor(() => expect(looks() - looked).toBe(3));
    scene.world.restartBrowser();
    const token = params.challenge.temporaryAuthenticationToken;
    expect((await send(stage.dfns, "POST", "/auth/recover/user", bodies, token)).status).toBe(200);
    await scene.world.page("vault.unlock", { password: PASSWORD });
    await vi.waitFor(scene.expectOneAccount, 5_000);
    expect(await scene.step()).toBe("start");
  });

  it("leaves every older credential in use while the site has not posted it", async () => {
    const before = scene.credentials();
    const { answer } = await scene.ready({});
    await scene.finish();
    await answer;
    await scene.world.page("recover.leave");
    expect(await scene.step()).toBe("start");
    expect(scene.credentials()).toEqual(before);
    const again = await scene.ready();
    await scene.finish();
    await again.answer;
    await scene.over();
    await scene.expectOneAccount();
  });
});

describe("a passkey as the new first factor", () => {
  const make = (challenge: string) => {
    const made = newAuthenticator().create(challenge, { origin: SITE }) as {
      readonly credentialInfo: Record<"credId" | "clientData" | "attestationData", string>;
    };
    const {
      credId: id,
      clientData: clientDataJSON,
      attestationData: attestationObject,
    } = made.credentialInfo;
    return { id, response: { clientDataJSON, attestationObject } };
  };
  /** To the point where the page's authenticator is asked. */
  async function toCeremony(change: object = { submit: true }) {
    const it = await scene.ready({ firstFactor: "Fido2", ...change });
    await scene.finish({ firstFactor: "Fido2" });
    await vi.waitFor(() => expect(scene.site.ceremonies).toHaveLength(1));
    return { ...it, ceremony: scene.site.ceremonies[0]?.ceremony ?? "" };
  }

  it.each([{ submit: true }, {}])("is made on the page last of all, then sent (%o)", async (change) => {
    const { params, answer, ceremony } = await toCeremony(change);
    expect(await scene.step()).toBe("passkey");
    expect(scene.signatures()).toBe(2);
    await scene.site.outcome(ceremony, make(params.challenge.challenge));
    const first = { credentialKind: "Fido2" };
    await expect(answer).resolves.toMatchObject(
      "submit" in change
        ? { user: { username: scene.jane.username } }
        : { newCredentials: { firstFactorCredential: first } },
    );
    expect(scene.world.tabs).toEqual(["recover", "recover"]);
  });

  it("is asked for again after a try that failed, and can be given up", async () => {
    const { params, answer, ceremony } = await toCeremony();
    await scene.site.outcome(ceremony, null);
    expect(await scene.world.page("recover.show")).toMatchObject({ step: "passkey", passkeyFailed: true });
    await scene.world.page("recover.passkey");
    await vi.waitFor(() => expect(scene.site.ceremonies).toHaveLength(2));
    expect(await scene.world.page("recover.show")).toMatchObject({ step: "passkey", passkeyFailed: false });
    await scene.world.page("recover.discard");
    await expect(answer).rejects.toMatchObject({ code: 4001, data: { reason: "userRejected" } });
    await scene.site.outcome(scene.site.ceremonies[1]?.ceremony ?? "", make(params.challenge.challenge));
    expect(await scene.step()).toBe("start");
    expect(scene.credentials()).toContainEqual(expect.objectContaining({ credId: scene.jane.credentialId }));
  });

  it("outlives the worker, and says so when its page is gone", async () => {
    const { params, answer, ceremony } = await toCeremony();
    scene.world.restartWorker();
    await scene.world.resume();
    expect(await scene.step()).toBe("passkey");
    await scene.site.outcome(ceremony, make(params.challenge.challenge));
    await expect(answer).resolves.toMatchObject({ user: { username: scene.jane.username } });
    expect(scene.credentials().map(({ kind }) => kind)).toEqual(["Fido2", "RecoveryKey"]);
  });

  it("cannot be made after a restart of the browser, and the recovery can be given up", async () => {
    await toCeremony();
    scene.world.restartBrowser();
    await scene.world.page("vault.unlock", { password: PASSWORD });
    expect(await scene.world.page("recover.show")).toMatchObject({ step: "passkey", passkeyFailed: true });
    await expect(scene.world.page("recover.passkey")).rejects.toMatchObject({ data: { reason: "gone" } });
    await scene.world.page("recover.discard");
    expect(await scene.step()).toBe("start");
  });
});
