import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BROWSERS } from "./harness/browsers.ts";
import { startWorld, type World } from "./world.ts";

/** What an intruder in a page of ours would try; each must throw or be reported by the policy. */
const PROBES: Readonly<Record<string, string>> = {
  "runs text as code": `setTimeout("window.ran = true")`,
  "adds an inline script": `(() => {
    const script = document.createElement("script");
    script.append("window.ran = true");
    document.body.append(script);
  })()`,
  "adds a script from elsewhere": `(() => {
    const script = document.createElement("script");
    script.setAttribute("src", "https://probe.invalid/a.js");
    document.body.append(script);
  })()`,
  "writes HTML": `document.createElement("div").innerHTML = "<b>x</b>"`,
  "writes a style": `document.body.setAttribute("style", "color: red")`,
  "loads a picture from elsewhere": `new Image().src = "https://probe.invalid/a.png"`,
  "sends something elsewhere": `fetch("https://probe.invalid/").catch(() => {})`,
  "opens a socket": `new WebSocket("wss://probe.invalid/")`,
  "frames a page": `(() => {
    const frame = document.createElement("iframe");
    frame.src = "https://probe.invalid/";
    document.body.append(frame);
  })()`,
  "plays from elsewhere": `new Audio("https://probe.invalid/a.mp3").load()`,
  "starts a worker": `new Worker("https://probe.invalid/a.js")`,
  "moves the base": `(() => {
    const base = document.createElement("base");
    base.href = "https://probe.invalid/";
    document.head.append(base);
  })()`,
  "submits a form elsewhere": `(() => {
    const form = document.createElement("form");
    form.action = "https://probe.invalid/";
    document.body.append(form);
    form.submit();
  })()`,
};

/** Runs a probe. @returns what stopped it, or "" after two seconds in which nothing did */
const stoppedBy = (page: Page, probe: string): Promise<string> =>
  page.evaluate(`new Promise((resolve) => {
    addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective), { once: true });
    setTimeout(() => resolve(""), 2000);
    try { ${probe} } catch (error) { resolve(String(error)); }
  })`) as Promise<string>;

describe.each(BROWSERS)("the content security policy in %s", (name) => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld(name);
  });
  afterAll(() => world.close());

  it.each(["popup.html", "approve.html", "vault.html"])("holds in %s", async (path) => {
    const page = await world.browser.extensionPage(path);
    const open: string[] = [];
    for (const [what, probe] of Object.entries(PROBES))
      if ((await stoppedBy(page, probe)) === "") open.push(what);
    expect(open).toEqual([]);
    expect(await page.evaluate(() => "ran" in window)).toBe(false);
    await page.close();
  });
});
