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
import { type Pair, ratioRow } from "./pairs.ts";
import { median, type Row, timed } from "./rows.ts";

const FEW = 10;
const MANY = 1000;
const TIMES = 9;
const DAPP = "https://app.acme.finance";

/** Every row about the vault; Chromium must be there, and the extension built. */
export const vaultRows = async (): Promise<readonly Row[]> => [...(await growthRows()), ...(await kdfRows())];

const PARTS = ["unlock", "list", "sign"] as const;

type Times = Readonly<Record<(typeof PARTS)[number], number>>;

async function growthRows(): Promise<readonly Row[]> {
  const few = await grownVault(FEW);
  const many = await grownVault(MANY);
  try {
    const pairs: { readonly ours: Times; readonly bare: Times }[] = [];
    for (let i = 0; i < TIMES; i++) pairs.push({ ours: await used(many), bare: await used(few) });
    const pairOf = (time: (times: Times) => number): Pair => ({
      ours: pairs.map(({ ours }) => time(ours)),
      bare: pairs.map(({ bare }) => time(bare)),
    });
    const over = `with ${MANY} credentials over ${FEW}`;
    const sum = ({ unlock, list, sign }: Times) => unlock + list + sign;
    const [byFew, byMany] = [await written(few), await written(many)];
    return [
      { ...ratioRow(`unlock, list and sign ${over}`, pairOf(sum)), goal: 1.5 },
      ...PARTS.map((part) =>
        ratioRow(
          `${part} ${over}`,
          pairOf((times) => times[part]),
        ),
      ),
      { what: `records written to add one account to ${FEW}`, value: byFew, unit: "records" },
      { what: `records written to add one account to ${MANY}`, value: byMany, unit: "records", goal: byFew },
    ];
  } finally {
    await Promise.all([few.dfns.close(), many.dfns.close()]);
  }
}

/** One unlock, one list and one sign-in. */
async function used(grown: Grown): Promise<Times> {
  const { world, enter } = grown;
  enter();
  await world.page("vault.lock");
  return {
    unlock: await timed(() => world.page("vault.unlock", { password: PASSWORD })),
    list: await timed(() => world.page("vault.overview")),
    sign: await timed(() => signIn(grown)),
  };
}

/** How many records are not what they were, once an account was added. */
async function written({ world, dfns, username, enter }: Grown): Promise<number> {
  enter();
  const before = new Map((await storedVault()).records);
  await register(world, dfns, `new-${username}`);
  const after = (await storedVault()).records;
  return after.filter(([id, record]) => JSON.stringify(record) !== JSON.stringify(before.get(id))).length;
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
  const { unlock, bare, native, pbkdf2 } = await inTheWorker();
  return [
    { ...ratioRow("unlock over the bare KDF in the same worker", { ours: unlock, bare }), goal: 1.2 },
    { ...ratioRow("the KDF in the worker over native Argon2id", { ours: bare, bare: native }), goal: 5 },
    { what: "one guess at it, native", value: median(native), unit: "ms" },
    { what: "memory of one guess at it", value: NEWEST_KDF.m / 1024, unit: "MiB" },
    {
      what: "one guess at @metamask/browser-passworder 6.0.0 (no memory)",
      value: median(pbkdf2),
      unit: "ms",
    },
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

/** Milliseconds, by round: an unlock as a page of ours sees it, our key derivation in the same worker, and others in Node. */
interface KdfTimes {
  readonly unlock: number[];
  readonly bare: number[];
  readonly native: number[];
  readonly pbkdf2: number[];
}

async function inTheWorker(): Promise<KdfTimes> {
  const browser = await launch("chromium");
  try {
    const page = await createVault(browser);
    const worker = await workerOf(page);
    await worker.evaluate(await kdfScript());
    const taken: KdfTimes = { unlock: [], bare: [], native: [], pbkdf2: [] };
    for (let i = 0; i < TIMES; i++) {
      taken.bare.push(await timed(() => worker.evaluate(bareKdf, TYPED, NEWEST_KDF)));
      taken.native.push(await timed(nativeArgon2));
      await ask(page, "vault.lock", {});
      taken.unlock.push(await timed(() => ask(page, "vault.unlock", { password: TYPED })));
      taken.pbkdf2.push(await timed(passworder));
    }
    return taken;
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
