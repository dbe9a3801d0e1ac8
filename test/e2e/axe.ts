import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "puppeteer-core";
import { showIn } from "./harness/theme.ts";

const SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface AxeWindow extends Window {
  axe: {
    run(): Promise<{
      violations: { id: string; impact: string; nodes: { target: string[]; failureSummary: string }[] }[];
    }>;
  };
}

/** What axe finds serious or critical on the page as it stands, one line each. */
export async function seriousFaults(page: Page): Promise<readonly string[]> {
  await page.evaluate(SOURCE);
  const violations = await page.evaluate(async () => {
    const animations = document.getAnimations();
    for (const animation of animations) {
      if (animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY) animation.finish();
    }
    return (await (window as unknown as AxeWindow).axe.run()).violations;
  });
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`)}`,
    );
}

/** The same, in both themes. */
export async function seriousFaultsInBothThemes(page: Page): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const theme of ["light", "dark"] as const) {
    await showIn(page, theme);
    faults.push(...(await seriousFaults(page)).map((fault) => `${theme}: ${fault}`));
  }
  await showIn(page, "");
  return faults;
}
