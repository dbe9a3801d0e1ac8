/** Small sites to stand in for dapps, on two origins that are secure contexts in both browsers. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Sites {
  readonly port: number;
  /** http://localhost:port */
  readonly good: string;
  /** http://evil.localhost:port, another origin on the same server. */
  readonly evil: string;
  close(): Promise<void>;
}

export interface SitePage {
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A page that keeps every announced provider in `window.providers` and every event in `window.heard`. */
export const DAPP = `<!doctype html><html lang="en"><meta charset="utf-8"><title>dapp</title><script>
window.providers = [];
addEventListener("dfns:announceProvider", (event) => providers.push(event.detail));
dispatchEvent(new Event("dfns:requestProvider"));
</script><h1>dapp</h1>`;

/** Serves `pages` by path on every host name; `/` is DAPP unless given. */
export async function startSites(pages: Readonly<Record<string, SitePage>> = {}): Promise<Sites> {
  const all: Readonly<Record<string, SitePage | undefined>> = { "/": { body: DAPP }, ...pages };
  const server = createServer((request, response) => {
    const page = all[new URL(request.url ?? "/", "http://localhost").pathname];
    response.writeHead(page ? 200 : 404, { "content-type": "text/html; charset=utf-8", ...page?.headers });
    response.end(page?.body ?? "");
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    good: `http://localhost:${port}`,
    evil: `http://evil.localhost:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
