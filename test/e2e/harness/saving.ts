/** What a page hands to the browser's downloads, which write where no test looks. */
import type { Page } from "puppeteer-core";

interface SavingWindow extends Window {
  saved?: string;
}

/** Keeps the text of the next file that the page saves. */
export const watchSaving = (page: Page): Promise<void> =>
  page.evaluate(() => {
    delete (window as SavingWindow).saved;
    const make = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (object) => {
      void (object as Blob).text().then((text) => {
        (window as SavingWindow).saved = text;
      });
      return make(object);
    };
  });

/** The text of the file, once it was saved. */
export const saved = async (page: Page): Promise<string> => {
  await page.waitForFunction(() => (window as SavingWindow).saved !== undefined);
  return page.evaluate(() => (window as SavingWindow).saved ?? "");
};
