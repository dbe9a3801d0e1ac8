import { describe, expect, it } from "vitest";
import { type Health, healthOf, isDue } from "../../popup/health.ts";
import type { AccountView, CredentialView } from "../../src/protocol/views.ts";

const at = (day: string) => Date.parse(`${day}T12:00:00Z`);
const date = (day: string) => new Date(at(day)).toISOString();

const kit = (change: Partial<CredentialView> = {}): CredentialView => ({
  recordId: "r",
  credId: "c",
  kind: "RecoveryKey",
  name: "Recovery kit",
  algorithm: "ES256",
  origins: [],
  createdAt: date("2026-11-01"),
  lastUsed: null,
  confirmedAt: date("2026-11-01"),
  rehearsedAt: null,
  rehearsalFailedAt: null,
  offeredAt: null,
  invalidAt: null,
  ...change,
});
const account = (...credentials: readonly CredentialView[]) => ({ credentials }) as unknown as AccountView;
const health = (now: string, ...kits: readonly CredentialView[]): Health =>
  healthOf(account(...kits), at(now));

describe("the health of an account", () => {
  it("is none without a recovery credential, and never due", () => {
    expect(health("2026-11-02", kit({ kind: "Key" }))).toEqual({ state: "none" });
    expect(isDue({ state: "none" }, at("2099-01-01"))).toBe(false);
  });

  it.each([
    ["2026-11-02", "untested", false],
    ["2026-11-08", "untested", true],
  ] as const)("on %s, a week after the words were confirmed or less, is %s", (now, state, due) => {
    const found = health(now, kit());
    expect([found.state, isDue(found, at(now))]).toEqual([state, due]);
  });

  it.each([
    ["2027-05-02", "tested", false],
    ["2027-05-03", "overdue", true],
  ] as const)("on %s, six months after a rehearsal or less, is %s", (now, state, due) => {
    const found = health(now, kit({ rehearsedAt: date("2026-11-03") }));
    expect([found.state, isDue(found, at(now))]).toEqual([state, due]);
  });

  it("reminds on the last day of a month that is too short", () => {
    const found = health("2026-09-01", kit({ rehearsedAt: date("2026-08-31") }));
    expect(found.state === "tested" && new Date(found.next).toISOString()).toBe(date("2027-02-28"));
  });

  it("tells of a failed rehearsal until one succeeds", () => {
    const failed = kit({ rehearsedAt: date("2026-11-03"), rehearsalFailedAt: date("2026-11-04") });
    expect(health("2026-11-05", failed).state).toBe("failed");
    expect(health("2026-11-05", failed, kit({ rehearsedAt: date("2026-11-03") })).state).toBe("tested");
  });
});
