import table from "./apiHosts.json" with { type: "json" };

export type Environment = "Live" | "Test" | "Local";

const LOCAL = new RegExp(
  `^(?:${table.local.map((origin) => origin.replaceAll(".", "\\.")).join("|")})(?::\\d{1,5})?$`,
);

/** The environment of an API host of this build, by its exact origin; `null` for every other address. */
export function environmentOf(url: string, build: { readonly local: boolean }): Environment | null {
  const host = table.hosts.find((row) => row.url === url);
  if (host) return host.environment as Environment;
  return build.local && LOCAL.test(url) && URL.canParse(url) ? "Local" : null;
}
