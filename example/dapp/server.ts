import { readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { type ServerType, serve } from "@hono/node-server";
import { build } from "esbuild";
import { Hono } from "hono";
import { createBackend, type DfnsAccess } from "./backend.ts";

export interface DappOptions {
  /** 0, the default, lets the system choose. */
  readonly port?: number;
  readonly dfns: DfnsAccess;
}

export interface Dapp {
  readonly url: string;
  close(): Promise<void>;
}

/** The page talks to its own backend and, with the session of the person, to Dfns. */
const policyFor = (dfns: DfnsAccess): string =>
  `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ${new URL(dfns.url).origin}; ` +
  "img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const near = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

async function bundlePage(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [near("page.ts")],
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2022",
    logLevel: "silent",
  });
  return outputFiles.map(({ text }) => text).join("");
}

async function createSite(dfns: DfnsAccess): Promise<Hono> {
  const [html, css, script] = await Promise.all([
    readFile(near("page.html"), "utf8"),
    readFile(near("page.css"), "utf8"),
    bundlePage(),
  ]);
  const policy = policyFor(dfns);
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    c.header("Content-Security-Policy", policy);
    c.header("Cache-Control", "no-store");
  });
  app.get("/", (c) => c.html(html));
  app.get("/page.css", (c) => c.body(css, 200, { "Content-Type": "text/css; charset=utf-8" }));
  app.get("/page.js", (c) => c.body(script, 200, { "Content-Type": "text/javascript; charset=utf-8" }));
  return app.route("/", createBackend(dfns));
}

const listen = (app: Hono, port: number): Promise<{ readonly server: ServerType; readonly port: number }> =>
  new Promise((resolve, reject) => {
    const onListening = (address: AddressInfo): void => resolve({ server, port: address.port });
    const server = serve({ fetch: app.fetch, port, hostname: "127.0.0.1" }, onListening);
    server.once("error", reject);
  });

const stop = (server: ServerType): Promise<void> =>
  new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    if ("closeAllConnections" in server) server.closeAllConnections();
  });

/** Serves the example page and its backend, reachable from this machine only. */
export async function startDapp({ port = 0, dfns }: DappOptions): Promise<Dapp> {
  const { server, port: taken } = await listen(await createSite(dfns), port);
  return { url: `http://localhost:${taken}`, close: () => stop(server) };
}
