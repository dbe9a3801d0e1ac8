import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DfnsApiClient } from "@dfns/sdk";
import type { Page } from "puppeteer-core";
import { launch, type TestBrowser } from "../test/e2e/harness/browsers.ts";
import { fill, press, seeText } from "../test/e2e/harness/byName.ts";
import { createVaultIn, registerInWindow } from "../test/e2e/harness/steps.ts";
import { until } from "../test/e2e/harness/until.ts";
import type { Dapp } from "./dapp/server.ts";
import type { LocalDfns } from "./dfns/server.ts";
import type { BrowserName } from "./setup.ts";

const PICTURES = fileURLToPath(new URL("../dist/screenshots", import.meta.url));
const USERNAME = "jane@example.com";
const PATIENCE = { timeout: 60_000 };

export interface Tour {
  readonly browser: BrowserName;
  readonly dapp: Dapp;
  readonly dfns: LocalDfns;
  readonly say: (line: string) => void;
}

/** What the dapp shows after a registration. */
interface Outcome {
  readonly authentication: { readonly token: string };
}

interface Scene extends Tour {
  readonly window: TestBrowser;
  /** Takes a picture of a page; pictures are numbered in the order of the tour. */
  readonly picture: (page: Page, name: string) => Promise<void>;
}

/**
 * One whole registration without a person: vault, dapp, approval, recovery phrase, and the wallets as the stock SDK
 * lists them with the token that came back.
 * @throws Error that names the step that did not come about.
 */
export async function tour(options: Tour): Promise<void> {
  const { say } = options;
  rmSync(PICTURES, { recursive: true, force: true });
  mkdirSync(PICTURES, { recursive: true });
  const window = await launch(options.browser);
  let count = 0;
  const picture = async (page: Page, name: string) => {
    await settled(page);
    await window.screenshot(page, join(PICTURES, `${String(++count).padStart(2, "0")}-${name}.png`));
  };
  try {
    const scene = { ...options, window, picture };
    await makeVault(scene);
    const dapp = await askToRegister(scene);
    await approve(scene);
    await seeOutcome(scene, dapp);
    await lookRound(scene, dapp);
  } finally {
    await window.close();
  }
  say(`Pictures of every page: ${PICTURES}`);
}

/** The page has its heading, and nothing moves in it any more. */
const settled = (page: Page): Promise<boolean> =>
  until("the page to be painted", () =>
    page.evaluate(() => {
      const moving = document.getAnimations().filter(({ playState, effect }) => {
        return playState === "running" && effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY;
      });
      return document.querySelector("h1") !== null && moving.length === 0;
    }),
  );

async function makeVault({ browser, window, picture, say }: Scene): Promise<void> {
  say(`1. Countersign runs in ${browser}. Creating a vault.`);
  const page = await window.extensionPage("vault.html#/onboarding");
  await picture(page, "vault-onboarding");
  await createVaultIn(page);
  await picture(page, "vault-ready");
}

async function askToRegister({ window, picture, dapp, say }: Scene): Promise<Page> {
  say(`2. The dapp at ${dapp.url} asks to register ${USERNAME} with two wallets.`);
  const page = await window.newPage(dapp.url);
  await fill(page, "Username", USERNAME);
  await picture(page, "dapp");
  await press(page, "Register");
  return page;
}

async function approve({ window, picture, say }: Scene): Promise<void> {
  const approval = await window.waitForExtensionPage("approve.html", PATIENCE.timeout);
  say("3. The approval window is open. Approving.");
  const { words } = await registerInWindow(
    approval,
    (step) => picture(approval, `approve-${step}`),
    PATIENCE,
  );
  say(`4. Wrote down the ${words.length} words of the recovery phrase and typed three of them back.`);
}

async function seeOutcome({ dfns, picture, say }: Scene, dapp: Page): Promise<void> {
  await seeText(dapp, '"token"', PATIENCE);
  await picture(dapp, "dapp-registered");
  const shown = await dapp.evaluate(() => document.querySelector("#result")?.textContent ?? "");
  const { authentication } = JSON.parse(shown) as Outcome;
  const user = await until("the user at Dfns", () =>
    dfns.users().find(({ username }) => username === USERNAME),
  );
  say(`5. Dfns registered ${user.username}, ${user.id}, with these credentials:`);
  for (const { kind, credId } of user.credentials) say(`     ${kind.padEnd(12)} ${credId}`);
  const client = new DfnsApiClient({ baseUrl: dfns.url, orgId: dfns.orgId, authToken: authentication.token });
  const { items } = await client.wallets.listWallets();
  say("6. The stock @dfns/sdk lists these wallets with the returned token:");
  for (const { id, network, address } of items) say(`     ${network.padEnd(16)} ${id}  ${address ?? ""}`);
  if (items.length !== 2) throw new Error(`Two wallets were asked for, and Dfns lists ${items.length}.`);
}

/** The other pages, as they look with one account in the vault. */
async function lookRound({ window, picture }: Scene, dapp: Page): Promise<void> {
  await picture(await window.extensionPage("vault.html#/accounts"), "vault-accounts");
  const popup = await window.openPopup(dapp);
  await popup.screenshot(join(PICTURES, "popup.png"));
  await popup.close();
}
