import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ErrorJson } from "../../src/core/errors.ts";
import {
  apiOf,
  approved,
  approveShown,
  createRegistered,
  DAPP,
  type Registered,
  requestShown,
  somethingShown,
  USER,
} from "./register.ts";
import { PASSWORD, type Site } from "./world.ts";

const PAY = "https://pay.acme.finance";

/** Each is another site than `DAPP`. */
const OTHERS = [
  ["another port", "https://app.acme.finance:8443"],
  ["a name below", "https://a.app.acme.finance"],
  ["the name above", "https://acme.finance"],
  ["a dot at the end", "https://app.acme.finance."],
  ["a letter that looks alike", "https://app.xn--cme-5cd.finance"],
  ["the name as the beginning of another", "https://app.acme.finance.evil.example"],
  ["an address", "https://192.0.2.1"],
  ["this machine", "http://localhost"],
] as const;

const reasonOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => "result",
    ({ data }: ErrorJson) => data.reason,
  );

describe("the sites of a vault", () => {
  let scene: Registered;
  beforeEach(async () => {
    scene = await createRegistered();
  });
  afterEach(() => scene.dfns.close());

  const login = () => ({ api: apiOf(scene.dfns), username: USER });
  const pins = async () =>
    (await accounts()).flatMap(({ credentials }) => credentials.flatMap((one) => one.origins));
  const accounts = async () => (await scene.world.page("vault.overview", {}, "vault")).accounts;
  const eventsOf = ({ events }: Site) => events.map(({ event }) => event);
  const asks = async (site: Site, method: string, params: object) => {
    scene.world.shown.length = 0;
    const answer = reasonOf(site.request(method, params));
    await somethingShown(scene.world);
    return { answer, id: scene.world.shown.at(-1) ?? "" };
  };
  /** Connects the site and lets it use the account, which takes a second approval. */
  const pinned = async (origin: string): Promise<Site> => {
    const { world } = scene;
    const site = world.site(origin);
    const chosen = (await accounts()).map(({ id }) => id);
    const { answer } = await approved(world, site, "dfns_connect", {}, { accounts: chosen });
    await approveShown(world);
    await answer;
    return site;
  };

  it.each(OTHERS)("give a credential to none but its own: not to %s", async (_, origin) => {
    const { world, dfns } = scene;
    const other = world.site(origin);
    const { answer } = await approved(world, other, "dfns_connect", {});
    expect(await answer).toEqual({ accounts: [] });
    const before = dfns.signatures(USER);
    const unpinned = await other.request("dfns_login", login()).catch((error) => error);
    const unknown = await other
      .request("dfns_login", { ...login(), username: "nobody@example.com" })
      .catch((error) => error);
    expect(unpinned).toMatchObject({ code: 4100, data: { reason: "noCredential" } });
    expect(unpinned).toEqual(unknown);
    expect(dfns.signatures(USER)).toBe(before);
  });

  it("get an account only after a second approval that names both, and only the account chosen", async () => {
    const { world } = scene;
    const other = world.site(PAY);
    const [account] = await accounts();
    const { answer, id } = await approved(world, other, "dfns_connect", {}, { accounts: [account?.id] });
    const request = await requestShown(world);
    expect(request).toMatchObject({ method: "pin", origin: PAY, credentials: [{ registeredOn: DAPP }] });
    expect(await world.site(PAY).request("dfns_getStatus")).toEqual({ connected: false });
    expect(await pins()).toEqual([DAPP]);
    expect(await approveShown(world)).toBe(id);
    const shared = (await answer) as { accounts: { username: string; credentials: { kind: string }[] }[] };
    expect(shared.accounts.map(({ username }) => username)).toEqual([USER]);
    expect(shared.accounts[0]?.credentials.map(({ kind }) => kind)).toEqual(["Key"]);
  });

  it("get no account that was not ticked", async () => {
    const { world } = scene;
    const { answer } = await approved(world, world.site(PAY), "dfns_connect", {}, { accounts: ["another"] });
    expect(await answer).toEqual({ accounts: [] });
    expect(await pins()).toEqual([DAPP]);
  });

  it("lose everything at once when revoked: request, connection and pins, and no other site does", async () => {
    const { world, site } = scene;
    const other = await pinned(PAY);
    expect(await pins()).toEqual([DAPP, PAY]);
    await site.request("dfns_getStatus");
    const theirs = await asks(other, "dfns_login", login());
    const ours = await asks(site, "dfns_login", login());
    await world.page("sites.revoke", { origin: PAY });
    expect(await theirs.answer).toBe("userRejected");
    expect(eventsOf(other)).toContain("disconnect");
    expect(eventsOf(site)).not.toContain("disconnect");
    expect(await other.request("dfns_getStatus")).toEqual({ connected: false });
    expect(await reasonOf(other.request("dfns_login", login()))).toBe("unauthorized");
    expect(await pins()).toEqual([DAPP]);
    expect(await world.page("approval.next")).toEqual({ id: ours.id });
    await world.page("approval.reject", { id: ours.id });
    expect(await ours.answer).toBe("userRejected");
  });

  it("are let go while the vault is locked, and their pins at the next unlock", async () => {
    const { world } = scene;
    const other = await pinned(PAY);
    await world.page("vault.lock");
    await other.request("dfns_disconnect");
    expect(await other.request("dfns_getStatus")).toEqual({ connected: false });
    world.restartWorker();
    await world.page("vault.unlock", { password: PASSWORD });
    expect(await other.request("dfns_getStatus")).toEqual({ connected: false });
    expect(await pins()).toEqual([DAPP]);
  });
});
