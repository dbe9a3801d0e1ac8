/**
 * node build.mjs [--watch] [--release] [--pack]
 *
 * Writes dist/chrome and dist/firefox from one source, dist/client (the npm package) and dist/meta.json (what went into
 * which bundle). Two builds of one commit are byte for byte the same. `--release` leaves localhost out of the API hosts; `--pack`
 * adds dist/countersign-<version>-<browser>.zip, the same bytes each time.
 */
import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  watch,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { crc32, deflateRawSync } from "node:zlib";
import esbuild from "esbuild";

const ROOT = dirname(fileURLToPath(import.meta.url));
const BROWSERS = ["chrome", "firefox"];
const TARGET = ["chrome137", "firefox142"];

const inRoot = (...path) => join(ROOT, ...path);
const readJson = (path) => JSON.parse(readFileSync(inRoot(path), "utf8"));
const writeJson = (path, value) => writeFileSync(inRoot(path), `${JSON.stringify(value, null, 2)}\n`);

function defines({ release, version }) {
  const icon = readFileSync(inRoot("popup/icons/icon.svg"), "utf8").trim();
  return {
    __LOCAL_API__: String(!release),
    __VERSION__: JSON.stringify(version),
    __ICON__: JSON.stringify(`data:image/svg+xml,${encodeURIComponent(icon)}`),
  };
}

/** What is imported only when it is needed becomes a script of its own. */
const apart = {
  name: "apart",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/.+\.ts$/ }, ({ path, kind }) =>
      kind === "dynamic-import" ? { path: path.replace(/ts$/, "js"), external: true } : undefined,
    );
  },
};

/** The bundles of the extension; both browsers get the same bytes. */
async function bundleExtension(options) {
  const common = {
    absWorkingDir: ROOT,
    bundle: true,
    preserveSymlinks: true,
    define: defines(options),
    target: TARGET,
    outdir: "dist/chrome",
    metafile: true,
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
  };
  const background = { background: "background/main.ts", rest: "background/rest.ts" };
  const pages = {
    popup: "popup/popup.tsx",
    approve: "popup/approve.tsx",
    vault: "popup/vault.tsx",
    estimate: "popup/estimate.ts",
  };
  const results = await Promise.all([
    // Into every page: as small as can be.
    esbuild.build({
      ...common,
      entryPoints: { provider: "src/page/provider.ts", relay: "src/content/relay.ts" },
      format: "iife",
      minify: true,
    }),
    // The rest stays readable for whoever reviews the package.
    // Chromium's worker keeps the compiled code of a classic script from start to start.
    esbuild.build({ ...common, entryPoints: background, format: "iife", plugins: [apart] }),
    // One file a page: each more takes a window longer to load than the few bytes that pages could share.
    esbuild.build({ ...common, entryPoints: pages, format: "esm", plugins: [apart] }),
    esbuild.build({ ...common, entryPoints: ["popup/style.css"] }),
  ]);
  return merge(results.map((result) => result.metafile));
}

const merge = (metafiles) => ({
  inputs: Object.assign({}, ...metafiles.map((file) => file.inputs)),
  outputs: Object.assign({}, ...metafiles.map((file) => file.outputs)),
});

/** manifest.json with the API hosts filled in, and only what `browser` knows. */
export function manifestFor(browser, { release, version }) {
  const { hosts, local } = readJson("src/protocol/apiHosts.json");
  const origins = [...hosts.map((host) => host.url), ...(release ? [] : local)];
  const sources = [
    ...hosts.map((host) => host.url),
    ...(release ? [] : local.map((origin) => `${origin}:*`)),
  ];
  const { background, browser_specific_settings, ...rest } = readJson("manifest.json");
  const { key, minimum_chrome_version, externally_connectable, storage, ...shared } = rest;
  const csp = shared.content_security_policy.extension_pages.replace("{API_HOSTS}", sources.join(" "));
  const { service_worker, scripts } = background;
  return {
    ...shared,
    version,
    host_permissions: origins.map((origin) => `${origin}/*`),
    content_security_policy: { extension_pages: csp },
    ...(browser === "chrome"
      ? { background: { service_worker }, externally_connectable, minimum_chrome_version, key, storage }
      : { background: { scripts }, browser_specific_settings }),
  };
}

function copyStatic() {
  for (const file of readdirSync(inRoot("popup"))) {
    if (file.endsWith(".html")) cpSync(inRoot("popup", file), inRoot("dist/chrome", file));
  }
  for (const file of readdirSync(inRoot("popup/icons"))) {
    if (file.endsWith(".png")) cpSync(inRoot("popup/icons", file), inRoot("dist/chrome/icons", file));
  }
  cpSync(inRoot("popup/icons/icon.svg"), inRoot("dist/chrome/icons/mark.svg"));
}

/** The licences of every package that is in a bundle: they ask to be passed on with it. */
function licencesOf({ inputs }) {
  const names = Object.keys(inputs).flatMap(
    (path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? [],
  );
  const licenceOf = (name) => {
    const folder = inRoot("node_modules", name);
    const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
    if (!file) throw new Error(`${name} has no licence`);
    return `${name} ${readJson(`node_modules/${name}/package.json`).version}\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
  };
  return [...new Set(names)].sort().map(licenceOf).join("\n\n----\n\n");
}

/** The types of the npm package as one file without imports: the emitted declarations, one after the other. */
function clientTypes() {
  const out = mkdtempSync(join(tmpdir(), "countersign-types-"));
  const flags =
    "--declaration --emitDeclarationOnly --noEmit false --ignoreConfig --allowImportingTsExtensions";
  const target =
    "--strict --target es2023 --module esnext --moduleResolution bundler --lib es2023,dom --types";
  try {
    const tsc = inRoot("node_modules/typescript/bin/tsc");
    const args = [...flags.split(" "), "--rootDir", "src", "--outDir", out, ...target.split(" "), ""];
    execFileSync(process.execPath, [tsc, "src/client/index.ts", ...args], { cwd: ROOT, stdio: "inherit" });
    const parts = ["core/dfns/types.d.ts", "client/contract.d.ts", "client/index.d.ts"];
    return parts.map((part) => withoutImports(readFileSync(join(out, part), "utf8"))).join("\n");
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

const withoutImports = (source) => source.replaceAll(/^(?:import|export) [^;]*? from "\.[^"]*";\n/gm, "");

async function buildClient({ version }) {
  const result = await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: ["src/client/index.ts"],
    outfile: "dist/client/index.js",
    bundle: true,
    format: "esm",
    minify: true,
    target: "es2022",
    metafile: true,
    logLevel: "warning",
  });
  writeFileSync(inRoot("dist/client/index.d.ts"), clientTypes());
  cpSync(inRoot("LICENSE"), inRoot("dist/client/LICENSE"));
  writeJson("dist/client/package.json", {
    name: "countersign-client",
    version,
    description: "Finds Countersign, the vault for Dfns end users, in a page, and types what it answers.",
    license: "MIT",
    type: "module",
    sideEffects: false,
    exports: { ".": { types: "./index.d.ts", default: "./index.js" } },
    types: "./index.d.ts",
    files: ["index.js", "index.d.ts"],
  });
  return result.metafile;
}

/** 1 January 1980, the earliest that a zip can say. */
const DOS_DATE = 0x21;
const UTF8_NAMES = 0x800;
const DEFLATED = 8;

const words = (...values) => Buffer.from(values.flatMap((value) => [value & 255, value >> 8]));
const longs = (...values) => Buffer.from(Uint32Array.from(values).buffer);

/** A zip of `files` in their order, without times, owners or modes (APPNOTE.TXT §4.3). */
function zipOf(files) {
  const locals = [];
  const central = [];
  let offset = 0;
  for (const [name, content] of files) {
    const packed = deflateRawSync(content, { level: 9 });
    const fields = Buffer.concat([
      words(20, UTF8_NAMES, DEFLATED, 0, DOS_DATE),
      longs(crc32(content), packed.length, content.length),
      words(Buffer.byteLength(name), 0),
    ]);
    locals.push(Buffer.concat([Buffer.from("PK\x03\x04"), fields, Buffer.from(name), packed]));
    const place = [words(0, 0, 0), longs(0, offset)];
    central.push(Buffer.concat([Buffer.from("PK\x01\x02"), words(20), fields, ...place, Buffer.from(name)]));
    offset += locals.at(-1).length;
  }
  const size = Buffer.concat(central).length;
  const end = [
    Buffer.from("PK\x05\x06"),
    words(0, 0, files.length, files.length),
    longs(size, offset),
    words(0),
  ];
  return Buffer.concat([...locals, ...central, ...end]);
}

/** What goes to the stores. */
function packExtension(browser, { version }) {
  const folder = inRoot("dist", browser);
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
  const files = names.map((name) => [name, readFileSync(join(folder, name))]);
  writeFileSync(inRoot(`dist/countersign-${version}-${browser}.zip`), zipOf(files));
}

/** Builds everything into dist. @throws when anything does not compile; dist is then incomplete. */
export async function build({ release, pack = false }) {
  const options = { release, version: readJson("package.json").version };
  for (const part of [...BROWSERS, "client", "meta.json"])
    rmSync(inRoot("dist", part), { recursive: true, force: true });
  for (const part of ["chrome/icons", "client"]) mkdirSync(inRoot("dist", part), { recursive: true });
  const [extension, client] = await Promise.all([bundleExtension(options), buildClient(options)]);
  copyStatic();
  const own = `Countersign ${options.version}\n\n${readFileSync(inRoot("LICENSE"), "utf8").trim()}\n`;
  writeFileSync(inRoot("dist/chrome/licenses.txt"), `${own}\n\n----\n\n${licencesOf(extension)}`);
  cpSync(inRoot("dist/chrome"), inRoot("dist/firefox"), { recursive: true });
  cpSync(inRoot("background/policy.json"), inRoot("dist/chrome/policy.json"));
  for (const browser of BROWSERS) writeJson(`dist/${browser}/manifest.json`, manifestFor(browser, options));
  writeJson("dist/meta.json", { extension, client });
  if (pack) for (const browser of BROWSERS) packExtension(browser, options);
}

/** Builds again after every change, once the sources have been quiet for a moment. */
function rebuildOnChange(options) {
  let timer;
  const rebuild = () => build(options).then(() => console.error("built"), report);
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(rebuild, 150);
  };
  for (const path of ["src", "background", "popup"]) watch(inRoot(path), { recursive: true }, changed);
  watch(inRoot("manifest.json"), changed);
}

const report = (error) => console.error(error instanceof Error ? error.message : error);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const flag = { type: "boolean" };
  const { values } = parseArgs({ options: { watch: flag, release: flag, pack: flag } });
  const options = { release: values.release === true, pack: values.pack === true };
  try {
    await build(options);
  } catch (error) {
    report(error);
    if (!values.watch) process.exit(1);
  }
  if (values.watch) rebuildOnChange(options);
}
