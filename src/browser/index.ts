import type { Browser } from "webextension-polyfill";

const host = globalThis as unknown as { readonly browser?: Browser; readonly chrome: Browser };

/** The extension API, which answers with promises in every browser; Chromium has its own name for it. */
export const browser: Browser = host.browser ?? host.chrome;
