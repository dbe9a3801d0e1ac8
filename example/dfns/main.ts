import { parseArgs } from "node:util";
import { startDfns } from "./server.ts";

const { values } = parseArgs({
  options: { port: { type: "string", default: "4100" }, "no-restart": { type: "boolean", default: false } },
});

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const dfns = await startDfns({ port: Number(values.port), restart: !values["no-restart"], log: print });
print(JSON.stringify({ url: dfns.url, orgId: dfns.orgId, serviceAccount: dfns.serviceAccount }));
