import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BROWSERS, launch, type TestBrowser } from "../e2e/harness/browsers.ts";

describe.each(BROWSERS)("the built extension in %s", (name) => {
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await launch(name);
  });
  afterAll(() => browser.close());

  it("is installed without a warning", async () => {
    expect(await browser.installWarnings()).toEqual([]);
  });
});
