/** What a site could hear of the extension: messages in its window, and events of its provider. */
import type { Page } from "puppeteer-core";

interface Listening extends Window {
  providers: { provider: { on(event: string, listener: (data: unknown) => void): void } }[];
  overheard: string[];
}

const EVENTS = ["connect", "disconnect", "lockChanged", "accountsChanged"] as const;

/** Listens from now on. @returns a function that tells what was heard, as JSON */
export async function eavesdrop(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.evaluate((events) => {
    const site = window as unknown as Listening;
    site.overheard = [];
    const note = (from: string) => (data: unknown) => site.overheard.push(`${from} ${JSON.stringify(data)}`);
    for (const event of events) site.providers[0]?.provider.on(event, note(event));
    // Listening to events is itself a message to the relay.
    setTimeout(() => addEventListener("message", ({ data }) => note("message")(data)));
  }, EVENTS);
  return () => page.evaluate(() => (window as unknown as Listening).overheard);
}
