import { cpSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserName, DIST } from "../e2e/harness/browsers.ts";

/**
 * The extension with a background of the test's own: provider and relay are the built ones, and the methods answer
 * `echo` with params and origin, `later` by a push, `dies` never on the first delivery, `mute` never, `event` by an event.
 */
const BACKGROUND = `
const api = globalThis.browser ?? globalThis.chrome;
const seen = {};
api.runtime.onMessage.addListener((call, sender, reply) => {
  const push = (message) => api.tabs.sendMessage(sender.tab.id, message, { documentId: sender.documentId });
  const { id, method, params } = call;
  seen[id] = (seen[id] ?? 0) + 1;
  const methods = {
    echo: () => reply({ result: { params, origin: sender.origin, members: Object.keys(call).sort() } }),
    later: () => { reply({ accepted: true }); push({ ids: [id], answer: { result: "pushed" } }); },
    refuse: () => reply({ error: { code: 4001, message: "No.", data: { reason: "userRejected", retryable: false } } }),
    mute: () => true,
    dies: () => { if (seen[id] === 1) reply(undefined); else reply({ result: seen[id] }); },
    event: () => {
      reply({ accepted: true });
      push({ event: "lockChanged", data: { locked: true } }).then(() => push({ ids: [id], answer: { result: null } }));
    },
    probe: () => { push({ probe: true }).then((there) => reply({ result: there })); return true; },
  };
  return methods[method]() === true;
});
`;

/** A copy of the built extension with that background. */
export function stubExtension(browser: BrowserName): string {
  const folder = mkdtempSync(join(tmpdir(), "countersign-stub-"));
  cpSync(DIST[browser], folder, { recursive: true });
  writeFileSync(join(folder, "background.js"), BACKGROUND);
  return folder;
}
