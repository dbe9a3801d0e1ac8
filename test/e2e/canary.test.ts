import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ALGORITHMS } from "../../src/core/algorithms.ts";
import { fromBase64url, fromJsonBytes } from "../../src/core/bytes.ts";
import { openRecoveryContainer } from "../../src/core/vault/container.ts";
import { openIndex, parseHeader } from "../../src/core/vault/header.ts";
import { stretch } from "../../src/core/vault/kdf.ts";
import { type PendingRegistration, parsePending } from "../../src/core/vault/pending.ts";
import { openRecord, parseStoredRecord } from "../../src/core/vault/records.ts";
import type { StoredVault } from "../../src/core/vault/verify.ts";
import { registerParams } from "../background/register.ts";
import { BROWSERS } from "./harness/browsers.ts";
import { fill, find, itemsOf, press, seeText, waitClosed } from "./harness/byName.ts";
import { phraseSecrets, type Secret, searchFor } from "./harness/onDisk.ts";
import { DAPP } from "./harness/origins.ts";
import { createVault, finish, PASSWORD, typeWords, unlock, writeDown } from "./harness/steps.ts";
import { masterKeyOf, storageOf, storedIn } from "./harness/stored.ts";
import { until } from "./harness/until.ts";
import { usePasskey, useVaultPhrase } from "./waysIn.ts";
import { ask, resultOf, startWorld, type World } from "./world.ts";

const TRAVEL = "orbit velvet tunnel maple shrimp canyon";
const WRONG = "meadow lantern gravel puzzle";
const BROUGHT_BY_THE_PAGE = "temporary token";
const USER = "nora@example.com";
const PATIENCE = { timeout: 30_000 };
const PATIENT = { timeout: 300_000 };
const ENOUGH = 12;

/** A page that keeps every message that its window hears. */
const LISTENING = `<!doctype html><script>
window.heard = [];
addEventListener("message", ({ data }) => heard.push(JSON.stringify(data)));
</script>${DAPP}`;

/** What the vault keeps of a registration that is under way. */
async function pendingIn({ header, records }: StoredVault, vmk: Uint8Array): Promise<PendingRegistration> {
  const parsed = parseHeader(header);
  const entry = (await openIndex(vmk, parsed)).records.find(({ kind }) => kind === "pending");
  if (entry === undefined) throw new Error("Nothing is pending.");
  const record = parseStoredRecord(new Map(records).get(entry.id));
  return parsePending(fromJsonBytes(await openRecord({ vmk, ...parsed, entry, record })));
}

const rawKey = (name: string, pkcs8: Uint8Array): Secret => ({
  name,
  bytes: ALGORITHMS.ES256.fromPkcs8(pkcs8),
});

async function keysOf({ firstFactor, recovery, entropy }: PendingRegistration): Promise<readonly Secret[]> {
  const container = recovery.encryptedPrivateKey ?? "";
  const opened = await openRecoveryContainer(container, recovery.credId, fromBase64url(entropy));
  return [rawKey("signing key", fromBase64url(firstFactor.secret)), rawKey("recovery key", opened)];
}

/** Every secret of the vault while a registration is under way. */
async function secretsOf(tab: Page, words: readonly string[]): Promise<readonly Secret[]> {
  const stored = await storedIn(tab);
  const vmk = await masterKeyOf(stored, PASSWORD);
  const pending = await pendingIn(stored, vmk);
  const [slot] = parseHeader(stored.header).slots;
  const stretched = slot && (await stretch(PASSWORD, fromBase64url(slot.salt), slot.kdf));
  return [
    { name: "vault password", text: PASSWORD },
    { name: "credential password", text: TRAVEL },
    { name: "mistyped password", text: WRONG },
    { name: "master key", bytes: vmk },
    { name: "stretched password", bytes: stretched ?? vmk },
    ...(await keysOf(pending)),
    ...(await phraseSecrets("recovery phrase", words)),
    { name: BROUGHT_BY_THE_PAGE, text: pending.token },
  ];
}

/** Starts a registration with a key of its own password and goes on until the words are shown. */
async function toThePhrase(world: World, site: Page) {
  const kind = { firstFactor: "PasswordProtectedKey", submit: true };
  const params = await registerParams(world.dfns, USER, kind);
  const outcome = await ask(site, "dfns_register", params);
  const window = await world.browser.waitForExtensionPage("approve.html", PATIENCE.timeout);
  await fill(window, "Credential password", TRAVEL, PATIENCE);
  await fill(window, "Confirm credential password", TRAVEL, PATIENCE);
  await press(window, "Approve", PATIENCE);
  await find(window, "list", "Recovery phrase", PATIENCE);
  return { window, outcome };
}

interface Hunt {
  readonly world: World;
  readonly secrets: Secret[];
  /** The files of the profile that hold a secret. */
  onDisk(): readonly string[];
}

async function startHunt(name: (typeof BROWSERS)[number]): Promise<Hunt> {
  const world = await startWorld(name, { "/": { body: LISTENING } });
  const secrets: Secret[] = [];
  return { world, secrets, onDisk: () => searchFor(secrets).inFolder(world.browser.profile) };
}

async function killWhileThePhraseIsShown({ world, secrets }: Hunt): Promise<void> {
  await createVault(world.browser);
  const { window } = await toThePhrase(world, await world.browser.newPage(world.sites.good));
  const words = await itemsOf(window, "Recovery phrase");
  secrets.push(...(await secretsOf(await world.browser.extensionPage("vault.html"), words)));
  await world.browser.crash();
  await world.browser.relaunch();
}

async function killWhileWordsAreTyped({ world }: Hunt): Promise<void> {
  await unlock(await world.browser.extensionPage("vault.html#/accounts"));
  const { window } = await toThePhrase(world, await world.browser.newPage(world.sites.good));
  await typeWords(window, await writeDown(window));
  await world.browser.crash();
  await world.browser.relaunch();
}

async function killWhileThePasswordIsTyped({ world }: Hunt): Promise<void> {
  const tab = await world.browser.extensionPage("vault.html#/accounts");
  await fill(tab, "Vault password", WRONG);
  await press(tab, "Unlock");
  await seeText(tab, "That password does not open this vault.", PATIENCE);
  await fill(tab, "Vault password", PASSWORD, PATIENCE);
  await world.browser.crash();
  await world.browser.relaunch();
}

interface Registered {
  readonly authentication: { readonly token: string };
  readonly wallets: readonly { readonly id: string }[];
}

/** Registers to the end and signs. @returns the secrets that the page of the site has heard */
async function registerAndSign({ world, secrets }: Hunt, tab: Page): Promise<readonly string[]> {
  const site = await world.browser.newPage(world.sites.good);
  const { window, outcome } = await toThePhrase(world, site);
  const words = await writeDown(window);
  secrets.push(...(await secretsOf(tab, words)));
  await typeWords(window, words);
  await press(window, "Finish", PATIENCE);
  await finish(window, PATIENCE);
  const registered = await outcome();
  const { authentication, wallets } = resultOf<Registered>(registered);
  const renaming = await ask(site, "dfns_signAction", {
    api: { url: world.dfns.url, orgId: world.dfns.orgId },
    authToken: authentication.token,
    ...{ method: "PUT", path: `/wallets/${wallets[0]?.id}`, payload: JSON.stringify({ name: "savings" }) },
  });
  const signing = await world.browser.waitForExtensionPage("approve.html", PATIENCE.timeout);
  await fill(signing, "Credential password", TRAVEL, PATIENCE);
  await press(signing, "Approve", PATIENCE);
  await waitClosed(signing, PATIENCE);
  const { userAction } = resultOf<{ userAction: string }>(await renaming());
  const heard = await site.evaluate(() => JSON.stringify((window as unknown as { heard: unknown }).heard));
  const ours = secrets.filter(({ name }) => name !== BROUGHT_BY_THE_PAGE);
  const told = searchFor(ours).inText("the page", JSON.stringify([registered, userAction, heard]));
  secrets.push(
    { name: "session token", text: authentication.token },
    { name: "user action", text: userAction },
  );
  return told;
}

describe.each(BROWSERS)("the secrets of a vault in %s", (name) => {
  let hunt: Hunt;

  beforeAll(async () => {
    hunt = await startHunt(name);
  });
  afterAll(() => hunt.world.close());

  it("are not on disk after a kill, while the phrase is shown or anything is typed", PATIENT, async () => {
    await killWhileThePhraseIsShown(hunt);
    expect(hunt.onDisk()).toEqual([]);
    await killWhileWordsAreTyped(hunt);
    expect(hunt.onDisk()).toEqual([]);
    await killWhileThePasswordIsTyped(hunt);
    expect(hunt.onDisk()).toEqual([]);
  });

  it("are not in what pages hear, in logs, in storage, or on disk after a long use", PATIENT, async () => {
    const { world, secrets } = hunt;
    const tab = await world.browser.extensionPage("vault.html#/accounts");
    await unlock(tab);
    secrets.push(...(await useVaultPhrase(tab, PATIENCE)));
    // Firefox takes no extension as relying party, so that no passkey of ours exists there.
    if (name === "chromium") secrets.push(...(await usePasskey(world.browser, tab, PATIENCE)));
    expect(await registerAndSign(hunt, tab)).toEqual([]);
    expect(new Set(secrets.map((secret) => secret.name)).size).toBeGreaterThanOrEqual(ENOUGH);
    const search = searchFor(secrets);
    const locking = await world.browser.extensionPage("vault.html#/accounts");
    await press(locking, "Lock", PATIENCE);
    await find(locking, "button", "Unlock", PATIENCE);
    for (const area of ["local", "sync", "session"] as const) {
      expect(search.inText(area, await storageOf(locking, area))).toEqual([]);
    }
    expect(search.inText("the stored vault", JSON.stringify(await storedIn(locking)))).toEqual([]);
    expect(search.inText("the logs", await world.browser.logs())).toEqual([]);
    await world.browser.quit();
    const found = hunt.onDisk();
    await world.browser.relaunch();
    expect(found).toEqual([]);
  });

  it("would be found: a text that a page of ours stores and logs is", PATIENT, async () => {
    const { browser } = hunt.world;
    const text = "harbour-canary-4711-not-a-secret";
    const search = searchFor([{ name: "control", text }]);
    const tab = await browser.extensionPage("vault.html");
    await tab.evaluate((value) => {
      console.error(value);
      localStorage.setItem("control", value);
    }, text);
    await until("the log to say it", async () => search.inText("log", await browser.logs()).length > 0);
    await browser.quit();
    expect(search.inFolder(browser.profile)).not.toEqual([]);
  });
});
