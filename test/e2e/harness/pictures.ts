import type { Page } from "puppeteer-core";
import { showIn } from "./theme.ts";

/**
 * Takes pictures of a page in both themes and narrow, into the folder that COUNTERSIGN_PICTURES names; without it, nothing.
 * The theme is set as the appearance setting does.
 */
export const picturesOf =
  (browser: string) =>
  async (page: Page, step: string): Promise<void> => {
    const folder = process.env.COUNTERSIGN_PICTURES;
    if (!folder) return;
    const own = page.viewport();
    for (const [theme, width] of [
      ["light", 400],
      ["dark", 400],
      ["light", 360],
    ] as const) {
      if (browser === "chromium") await page.setViewport({ width, height: 640 });
      await showIn(page, theme);
      await page.screenshot({ path: `${folder}/${browser}-${step}-${theme}-${width}.png` });
    }
    await showIn(page, "");
    if (browser === "chromium") await page.setViewport(own);
  };
