import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ARMS_AFTER_MS, disarmedBy, keepDisarmed } from "./harness/arming.ts";
import { BROWSERS } from "./harness/browsers.ts";
import { enabled, find, peek, press, seeText } from "./harness/byName.ts";
import { createVault, finish, reject } from "./harness/steps.ts";
import { type Awaiting, ask, reasonOf, startWorld, type World } from "./world.ts";

const PATIENCE = { timeout: 30_000 };

describe.each(BROWSERS)("an approval that is rushed in %s", (name) => {
  let world: World;
  let sites = 0;
  const approvalWindow = () => world.browser.waitForExtensionPage("approve.html", PATIENCE.timeout);

  /** A request of a site that never asked before, in its window. */
  const opened = async (): Promise<{ page: Page; window: Page; outcome: Awaiting }> => {
    sites += 1;
    const label = `rush${sites}`;
    const page = await world.browser.newPage(`http://${label}.localhost:${world.sites.port}`);
    const outcome = await ask(page, "dfns_connect");
    const window = await approvalWindow();
    await seeText(window, `${label}.localhost`, PATIENCE);
    return { page, window, outcome };
  };
  const rejected = async ({ page, window, outcome }: Awaited<ReturnType<typeof opened>>) => {
    await reject(window);
    expect(reasonOf(await outcome())).toBe("userRejected");
    await page.close();
  };

  beforeAll(async () => {
    world = await startWorld(name);
    await createVault(world.browser);
  });
  afterAll(() => world.close());

  it("is not given by keys, before and while it arms, nor by Enter and Escape ever", async () => {
    const request = await opened();
    const { window } = request;
    const rest = await keepDisarmed(window);
    for (const key of ["Enter", "Escape", " ", "Enter"] as const) await window.keyboard.press(key);
    await window.keyboard.down(" ");
    await rest();
    const button = await enabled(window, "button", "Approve", PATIENCE);
    await button.focus();
    await window.keyboard.up(" ");
    for (const key of ["Enter", "Escape", "Enter"] as const) await window.keyboard.press(key);
    await seeText(window, "Connect this site", PATIENCE);
    await find(window, "button", "Approve", PATIENCE);
    await rejected(request);
  });

  it("is not given by events that a script makes", async () => {
    const request = await opened();
    const button = await enabled(request.window, "button", "Approve", PATIENCE);
    await button.evaluate((node) => {
      const options = { bubbles: true, cancelable: true, key: " ", code: "Space" };
      (node as HTMLButtonElement).click();
      for (const type of ["pointerdown", "mousedown", "pointerup", "mouseup", "click", "drop", "dragend"])
        node.dispatchEvent(new MouseEvent(type, options));
      for (const type of ["keydown", "keypress", "keyup"])
        node.dispatchEvent(new KeyboardEvent(type, options));
    });
    await seeText(request.window, "Connect this site", PATIENCE);
    await rejected(request);
  });

  it("is not given by a press that began before it was armed, or elsewhere", async () => {
    const request = await opened();
    const { window } = request;
    const button = await find(window, "button", "Approve", PATIENCE);
    const box = await button.boundingBox();
    if (box === null) throw new Error("Approve is not on the screen.");
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const rest = await keepDisarmed(window);
    await window.mouse.click(x, y, { count: 2 });
    await window.mouse.move(x, y);
    await window.mouse.down();
    await rest();
    await enabled(window, "button", "Approve", PATIENCE);
    await window.mouse.up();
    await window.mouse.move(20, 20);
    await window.mouse.down();
    await window.mouse.move(x, y);
    await window.mouse.up();
    await seeText(window, "Connect this site", PATIENCE);
    await rejected(request);
  });

  it("is disarmed by a change of size, by losing the focus, and armed again after", async () => {
    const request = await opened();
    const { window } = request;
    for (const event of ["resize", "blur"]) {
      const disturb = () => window.evaluate((type) => dispatchEvent(new Event(type)), event);
      expect(await disarmedBy(window, disturb, PATIENCE), event).toBeGreaterThan(ARMS_AFTER_MS);
    }
    await press(window, "Approve", PATIENCE);
    expect(await request.outcome(PATIENCE.timeout)).toEqual({ result: { accounts: [] } });
    await finish(window, PATIENCE);
    expect(await peek(request.page, "button", "Approve")).toBeNull();
    await request.page.close();
  });
});
