import { describe, expect, it } from "vitest";
import { appearanceOf } from "../../popup/appearance.ts";

describe("the appearance", () => {
  it("is what was chosen, and like the system for everything else that is stored", () => {
    for (const kept of ["system", "light", "dark"]) expect(appearanceOf(kept)).toBe(kept);
    for (const kept of [null, "", "Dark", "toString", "__proto__"]) expect(appearanceOf(kept)).toBe("system");
  });
});
