import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  ACTIONS,
  type Action,
  type ActionDescription,
  describeAction,
} from "../../src/core/dfns/actions/index.ts";
import { KNOWN, OTHER_ID, PARAMS, type Sample } from "./samples/values.ts";

const SDK = fileURLToPath(new URL("../../node_modules/dfns-sdk-latest/generated/", import.meta.url));

export interface SdkEndpoint {
  readonly endpoint: string;
  readonly at: string;
}

/** Every method of the generated clients that goes through the user action flow. */
export function signedEndpoints(): SdkEndpoint[] {
  return readdirSync(SDK).flatMap((domain) => {
    const methods = readFileSync(`${SDK}${domain}/client.js`, "utf8")
      .split(/\n {4}async /)
      .slice(1);
    return methods
      .filter((source) => source.includes("userActionFetch"))
      .map((source) => ({
        endpoint: `${domain}.${/^\w+/.exec(source)?.[0]}`,
        at: `${/method: '(\w+)'/.exec(source)?.[1]} ${/buildPathAndQuery\)\('([^']+)'/.exec(source)?.[1]}`,
      }));
  });
}

/** How often the clients call it, counted without taking them apart. */
export const signedCalls = (): number =>
  readdirSync(SDK)
    .map((domain) => readFileSync(`${SDK}${domain}/client.js`, "utf8"))
    .reduce((sum, source) => sum + (source.match(/userActionFetch\)\(/g)?.length ?? 0), 0);

/** The values of `kind` in a body type. */
export function kindsOf(domain: string, type: string): string[] {
  const source = readFileSync(`${SDK}${domain}/types.d.ts`, "utf8");
  const [, after = ""] = source.split(new RegExp(`^export type ${type} = `, "m"));
  const body = after.split(/^};/m)[0] ?? "";
  const lines = body.matchAll(/^ {4}kind: (.*);$/gm);
  return [...lines]
    .flatMap(([, line = ""]) => [...line.matchAll(/"(\w+)"/g)].map(([, kind = ""]) => kind))
    .sort();
}

export function actionOf({ endpoint, body, path }: Sample): Action {
  const [method = "", template = ""] = ACTIONS[endpoint]?.at.split(" ") ?? [];
  const params = { ...PARAMS, ...path };
  return {
    method,
    path: template.replaceAll(/:(\w+)/g, (_, name: string) => params[name] ?? OTHER_ID),
    payload: JSON.stringify(body ?? {}),
  };
}

export const described = (action: Partial<Action>): ActionDescription =>
  describeAction({ method: "POST", path: "/wallets", payload: "{}", ...action }, KNOWN);

/** The approval as lines of text. */
export function rendered(sample: Sample): string {
  const action = actionOf(sample);
  const { endpoint, title, risk, tag, consequence, amount, rows, raw } = describeAction(action, KNOWN);
  return [
    `## ${endpoint}${sample.variant ? ` (${sample.variant})` : ""}`,
    `${action.method} ${action.path}`,
    `${title} [${[risk, tag].filter(Boolean).join(": ")}]${raw ? " RAW" : ""}`,
    ...(consequence ? [`! ${consequence}`] : []),
    ...(amount ? [`= ${amount.value} ${amount.unit}`] : []),
    ...rows.map(({ label, value, as }) => `  ${label.padEnd(16)} ${value}${as === "text" ? "" : ` <${as}>`}`),
  ].join("\n");
}
