/** The vault's figures: how it grows, and what the key derivation costs beside others. */
import { randomBytes } from "node:crypto";
import { keyFromPassword } from "@metamask/browser-passworder";
import { hashRawSync } from "@node-rs/argon2";
import esbuild from "esbuild";
import type { Page, WebWorker } from "puppeteer-core";
import { NEWEST_KDF } from "../../src/core/vault/kdf.ts";
import { approveShown } from "../background/register.ts";
import { PASSWORD } from "../background/world.ts";
import { launch } from "../e2e/harness/browsers.ts";
import { createVault, PASSWORD as TYPED } from "../e2e/harness/steps.ts";
import { register, storedVault } from "../vault/stored.ts";
import { type Grown, grownVault } from "./grown.ts";
import { median, type Row, timed } from "./rows.ts";

const FEW = 10;
const MANY = 1000;
const TIMES = 5;
const DAPP = "https://app.acme.finance";

/** Every row about the vault; Chromium must be there, and the extension built. */
export const vaultRows = async (): Promise<readonly Row[]> => [...(await growthRows()), ...(await kdfRows())];

interface Times {
  readonly unlock: number;
  readonly list: number;
  readonly sign: number;
}

async function growthRows(): Promise<readonly Row[]> {
  const few = await measured(FEW);
  const many = await measured(MANY);
  const sum = ({ times }: typeof few) => times.unlock + times.list + times.sign;
  const ratio = (part: keyof Times): Row => ({
    what: `${part} with ${MANY} credentials over ${FEW} (${many.times[part].toFixed(0)} ms)`,
    value: many.times[part] / few.times[part],
    unit: "×",
  });
  return [
    {
      what: `unlock, list and sign with ${MANY} credentials over ${FEW}`,
      value: sum(many) / sum(few),
      unit: "×",
      goal: 1.5,
    },
    ...(["unlock", "list", "sign"] as const).map(ratio),
    { what: `records written to add one account to ${FEW}`, value: few.written, unit: "records" },
    {
      what: `records written to add one account to ${MANY}`,
      value: many.written,
      unit: "records",
      goal: few.written,
    },
  ];
}

async function measured(count: number): Promise<{ readonly times: Times; readonly written: number }> {
  const grown = await grownVault(count);
  const { world, dfns } = grown;
  try {
    const unlock = await timed(
      TIMES,
      () => world.page("vault.unlock", { password: PASSWORD }),
      () => world.page("vault.lock"),
    );
    const list = await timed(TIMES, () => world.page("vault.overview"));
    const sign = await timed(TIMES, () => signIn(grown));
    const before = new Map((await storedVault()).records);
    await register(world, dfns, `new${count}@example.com`);
    const after = (await storedVault()).records;
    const written = after.filter(([id, record]) => JSON.stringify(record) !== JSON.stringify(before.get(id)));
    return { times: { unlock, list, sign }, written: written.length };
  } finally {
    await dfns.close();
  }
}

/** One sign-in, from the site's call to its answer; the person takes no time. */
async function signIn({ world, dfns, username }: Grown): Promise<void> {
  const before = world.shown.at(-1);
  const api = { url: dfns.url, orgId: dfns.orgId };
  const answer = world.site(DAPP).request("dfns_login", { api, username });
  while (world.shown.at(-1) === before) await new Promise((resolve) => setImmediate(resolve));
  await approveShown(world);
  await answer;
}

async function kdfRows(): Promise<readonly Row[]> {
  const { unlock, bare } = await inTheWorker();
  const native = await timed(TIMES, nativeArgon2);
  const pbkdf2 = await timed(TIMES, passworder);
  return [
    { what: "unlock over the bare KDF in the same worker", value: unlock / bare, unit: "×", goal: 1.2 },
    { what: "the KDF in the worker over native Argon2id", value: bare / native, unit: "×", goal: 5 },
    { what: "the KDF in the worker", value: bare, unit: "ms" },
    { what: "one guess at it, native", value: native, unit: "ms" },
    { what: "memory of one guess at it", value: NEWEST_KDF.m / 1024, unit: "MiB" },
    { what: "one guess at @metamask/browser-passworder 6.0.0 (no memory)", value: pbkdf2, unit: "ms" },
  ];
}

function nativeArgon2(): void {
  const { m: memoryCost, t: timeCost, p: parallelism } = NEWEST_KDF;
  const options = { memoryCost, timeCost, parallelism, salt: randomBytes(32), outputLen: 32 };
  hashRawSync(PASSWORD, { ...options, algorithm: 2, version: 1 });
}

/** As `encrypt` of that package derives its key by default. */
const passworder = () =>
  keyFromPassword(PASSWORD, randomBytes(32).toString("base64"), false, {
    algorithm: "PBKDF2",
    params: { iterations: 900_000 },
  });

interface WithKdf {
  readonly kdf: { stretch(password: string, salt: Uint8Array, params: object): Promise<Uint8Array> };
}

async function bareKdf(password: string, params: object): Promise<void> {
  const salt = crypto.getRandomValues(new Uint8Array(32));
  await (globalThis as unknown as WithKdf).kdf.stretch(password, salt, params);
}

/** In turns: our own key derivation in Chromium's service worker, and an unlock by the same worker as a page of ours sees it. */
async function inTheWorker(): Promise<{ readonly unlock: number; readonly bare: number }> {
  const browser = await launch("chromium");
  try {
    const page = await createVault(browser);
    const worker = await workerOf(page);
    await worker.evaluate(await kdfScript());
    const taken: { unlock: number[]; bare: number[] } = { unlock: [], bare: [] };
    for (let i = 0; i < TIMES; i++) {
      taken.bare.push(await timed(1, () => worker.evaluate(bareKdf, TYPED, NEWEST_KDF)));
      const lock = () => ask(page, "vault.lock", {});
      taken.unlock.push(await timed(1, () => ask(page, "vault.unlock", { password: TYPED }), lock));
    }
    return { unlock: median(taken.unlock), bare: median(taken.bare) };
  } finally {
    await browser.close();
  }
}

async function workerOf(page: Page): Promise<WebWorker> {
  const target = page
    .browser()
    .targets()
    .find((one) => one.type() === "service_worker");
  const worker = await target?.worker();
  if (!worker) throw new Error("The service worker is not running.");
  return worker;
}

/** src/core/vault/kdf.ts as a script that leaves `kdf` in the global scope. */
async function kdfScript(): Promise<string> {
  const built = await esbuild.build({
    entryPoints: ["src/core/vault/kdf.ts"],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "kdf",
    footer: { js: "globalThis.kdf = kdf;" },
  });
  return built.outputFiles[0]?.text ?? "";
}

const ask = (page: Page, request: string, params: object) =>
  page.evaluate(
    (message) =>
      (
        window as unknown as { chrome: { runtime: { sendMessage(message: object): Promise<unknown> } } }
      ).chrome.runtime
        .sendMessage(message)
        .then(() => undefined),
    { request, params },
  );
