import type { Page } from "puppeteer-core";

/**
 * Shows a page in one theme, its colours settled; `""`: in the browser's own. By its style, since only Chromium emulates
 * the preference. Transitions are ended by hand: in a tab that is not in front they would never end.
 */
export const showIn = (page: Page, theme: "light" | "dark" | ""): Promise<void> =>
  page.evaluate((scheme) => {
    document.documentElement.style.colorScheme = scheme;
    for (const animation of document.getAnimations()) {
      if (animation instanceof CSSTransition && animation.transitionProperty.includes("color"))
        animation.finish();
    }
  }, theme);
