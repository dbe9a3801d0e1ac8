/** What Countersign keeps in a browser, read from one of its own pages. */
import type { Page } from "puppeteer-core";
import type { Header } from "../../../src/core/vault/header.ts";
import { openPasswordSlot } from "../../../src/core/vault/slots.ts";
import type { StoredVault } from "../../../src/core/vault/verify.ts";

type Area = "local" | "sync" | "session";

interface ExtensionWindow {
  readonly chrome: { readonly storage: Readonly<Record<Area, { get(keys: null): Promise<unknown> }>> };
}

/** The vault at rest, as it is in IndexedDB. */
export async function storedIn(page: Page): Promise<StoredVault> {
  const text = await page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const db = await settled(indexedDB.open("countersign"));
    const transaction = db.transaction(["header", "records"]);
    const records = transaction.objectStore("records");
    const [header, ids, values] = await Promise.all([
      settled(transaction.objectStore("header").get("header")),
      settled(records.getAllKeys()),
      settled(records.getAll()),
    ]);
    db.close();
    return JSON.stringify({ header, records: ids.map((id, i) => [id, values[i]]) });
  });
  return JSON.parse(text) as StoredVault;
}

/** What lies in an area of the extension's storage, as JSON. */
export const storageOf = (page: Page, area: Area): Promise<string> =>
  page.evaluate(async (name) => {
    const { chrome } = window as unknown as ExtensionWindow;
    return JSON.stringify(await chrome.storage[name].get(null));
  }, area);

/** The master key of a stored vault, by its first password slot. */
export async function masterKeyOf({ header }: StoredVault, password: string): Promise<Uint8Array> {
  const { slots, vaultId, epoch } = header as Header;
  const slot = slots.find(({ type }) => type === "password");
  if (slot === undefined) throw new Error("The vault has no password slot.");
  return openPasswordSlot({ slot, password, vaultId, epoch });
}
