/** Further ways into a vault, set up and used in its settings, and the secrets that they bring. */
import type { Page } from "puppeteer-core";
import type { SettingsView } from "../../src/protocol/vaultViews.ts";
import type { TestBrowser } from "./harness/browsers.ts";
import { fill, find, itemsOf, type Patience, press } from "./harness/byName.ts";
import { phraseSecrets, type Secret } from "./harness/onDisk.ts";
import { PASSWORD } from "./harness/steps.ts";
import { request } from "./killing.ts";

const goTo = (tab: Page, hash: string) => tab.evaluate((to) => location.assign(to), hash);

/** Sets the vault phrase up, and unlocks with it. */
export async function useVaultPhrase(tab: Page, patience: Patience): Promise<readonly Secret[]> {
  await goTo(tab, "#/settings");
  await press(tab, "Set up vault phrase", patience);
  const words = await itemsOf(tab, "Vault phrase", patience);
  await fill(tab, "Vault password", PASSWORD, patience);
  await press(tab, "Set up vault phrase", patience);
  await find(tab, "button", "Remove Vault phrase", patience);
  await press(tab, "Lock", patience);
  await find(tab, "button", "Unlock", patience);
  await goTo(tab, "#/forgot");
  await fill(tab, "Vault phrase", words.join(" "), patience);
  await press(tab, "Unlock", patience);
  await find(tab, "button", "Lock", patience);
  return phraseSecrets("vault phrase", words);
}

/** Sets a passkey up, and unlocks with it. */
export async function usePasskey(
  browser: TestBrowser,
  tab: Page,
  patience: Patience,
): Promise<readonly Secret[]> {
  await browser.addAuthenticator(tab);
  await goTo(tab, "#/settings");
  await press(tab, "Set up passkey unlock", patience);
  await fill(tab, "Vault password", PASSWORD, patience);
  await press(tab, "Set up passkey unlock", patience);
  await find(tab, "button", "Remove Passkey", patience);
  const { slots } = await request<SettingsView>(tab, "settings.show", {});
  const output = await prfOutput(tab, slots.find(({ passkey }) => passkey !== null)?.passkey ?? null);
  await press(tab, "Lock", patience);
  await press(tab, "Unlock with passkey", patience);
  await find(tab, "button", "Lock", patience);
  return [{ name: "output of the passkey", bytes: Buffer.from(output, "base64url") }];
}

/** What the authenticator gives for this passkey, asked for as our page asks. Base64url. */
const prfOutput = (tab: Page, passkey: SettingsView["slots"][number]["passkey"]): Promise<string> =>
  tab.evaluate(async (known) => {
    const bytesOf = (text: string) =>
      Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
    const asked = (await navigator.credentials.get({
      publicKey: {
        challenge: new Uint8Array(32),
        userVerification: "required",
        allowCredentials: [{ type: "public-key", id: bytesOf(known?.credential ?? "") }],
        extensions: { prf: { eval: { first: bytesOf(known?.input ?? "") } } },
      },
    })) as PublicKeyCredential;
    const first = asked.getClientExtensionResults().prf?.results?.first as ArrayBuffer;
    return btoa(String.fromCharCode(...new Uint8Array(first)));
  }, passkey);
