import type { Page } from "puppeteer-core";

/** Shows a page in one theme; `""`: in the browser's own. By its style, since only Chromium emulates the preference. */
export const showIn = (page: Page, theme: "light" | "dark" | ""): Promise<void> =>
  page.evaluate((scheme) => {
    document.documentElement.style.colorScheme = scheme;
  }, theme);
