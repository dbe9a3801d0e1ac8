import type { Page } from "puppeteer-core";
import { until } from "./until.ts";

/**
 * Shows a page in one theme, once its colours have settled; `""`: in the browser's own. By its style, since only Chromium
 * emulates the preference.
 */
export async function showIn(page: Page, theme: "light" | "dark" | ""): Promise<void> {
  await page.evaluate((scheme) => {
    document.documentElement.style.colorScheme = scheme;
  }, theme);
  await until("the colours to settle", () => page.evaluate(areColoursAtRest));
}

const areColoursAtRest = () =>
  document
    .getAnimations()
    .every(
      (animation) =>
        !(animation instanceof CSSTransition) ||
        !animation.transitionProperty.includes("color") ||
        animation.playState !== "running",
    );
