import type { AddressInfo } from "node:net";
import { type ServerType, serve } from "@hono/node-server";
import type { Hono } from "hono";

/** Serves on this machine only; port 0 lets the system choose. */
export const listen = (
  app: Hono,
  port: number,
): Promise<{ readonly server: ServerType; readonly port: number }> =>
  new Promise((resolve, reject) => {
    const onListening = (address: AddressInfo): void => resolve({ server, port: address.port });
    const server = serve({ fetch: app.fetch, port, hostname: "127.0.0.1" }, onListening);
    server.once("error", reject);
  });

/** Ends the server and what is connected to it. */
export const stop = (server: ServerType): Promise<void> =>
  new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    if ("closeAllConnections" in server) server.closeAllConnections();
  });
