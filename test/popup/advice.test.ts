import { describe, expect, it } from "vitest";
import { adviceFor, secondsUntil } from "../../popup/advice.ts";
import { text } from "../../popup/text.ts";

const around = { site: "app.acme.finance", api: "api.dfns.io", wait: 20, next: "alone" } as const;

describe("advice under Dfns' words", () => {
  it.each([
    [0, "", text.advice.offline("api.dfns.io")],
    [200, "", text.advice.unfit],
    [302, "", text.advice.problem],
    [400, "Challenge expired", text.advice.startAgain],
    [401, "User already exists.", text.advice.exists],
    [401, "Account deactivated", text.advice.askSite("app.acme.finance")],
    [401, "Unauthorized", text.advice.noLonger],
    [402, "", text.advice.askSite("app.acme.finance")],
    [403, "", text.advice.noLonger],
    [409, "", text.advice.doneAlready],
    [410, "", text.advice.doneAlready],
    [422, "", text.advice.startAgain],
    [429, "", text.advice.wait("0:20")],
    [500, "", text.advice.problem],
    [599, "", text.advice.problem],
  ])("%i %s", (status, message, advice) => {
    expect(adviceFor({ status, message, retryAt: null }, around)).toBe(advice);
  });

  it("promises a try by itself only where the page makes one", () => {
    const refusal = { status: 429, message: "", retryAt: null };
    expect(adviceFor(refusal, { ...around, next: "person" })).toBe(text.advice.waitYourself("0:20"));
  });

  it("counts whole seconds, upwards to the moment and never below", () => {
    const waits = [null, 1_000, 2_001, 11_000].map((retryAt) => secondsUntil(retryAt, 2_000));
    expect(waits).toEqual([0, 0, 1, 9]);
  });

  it("stops counting when the wait is over", () => {
    expect(adviceFor({ status: 429, message: "", retryAt: null }, { ...around, wait: 0 })).toBe(
      text.advice.waitOver,
    );
  });
});
