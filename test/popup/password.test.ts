import { describe, expect, it } from "vitest";
import { networkName } from "../../popup/networks.ts";
import { confirmFault, passwordFault } from "../../popup/password.ts";
import { text } from "../../popup/text.ts";

describe("a new vault password", () => {
  it.each([
    ["", text.onboarding.empty],
    ["a", text.onboarding.tooShort(1)],
    ["a".repeat(14), text.onboarding.tooShort(14)],
    ["🦊".repeat(14), text.onboarding.tooShort(14)],
    ["🦊".repeat(15), null],
    ["a".repeat(256), null],
    ["a".repeat(257), text.onboarding.tooLong],
  ])("%s", (password, fault) => {
    expect(passwordFault(password)).toBe(fault);
  });

  it("must be typed twice", () => {
    expect(confirmFault("copper walnut harbor", "")).toBe(text.onboarding.emptyConfirm);
    expect(confirmFault("copper walnut harbor", "copper walnut harbour")).toBe(text.onboarding.differ);
    expect(confirmFault("copper walnut harbor", "copper walnut harbor")).toBeNull();
  });
});

describe("names of networks", () => {
  it.each([
    ["EthereumSepolia", "Ethereum Sepolia"],
    ["Solana", "Solana"],
    ["BitcoinTestnet3", "Bitcoin Testnet 3"],
    ["KeyEdDSA", "Key only (EdDSA)"],
    ["evil\u202enetwork", "evil⟨U+202E⟩network"],
    ["toString", "toString"],
  ])("%s", (network, shown) => {
    expect(networkName(network)).toBe(shown);
  });
});
