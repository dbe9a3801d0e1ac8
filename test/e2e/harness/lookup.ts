/**
 * Reads roles and accessible names off the page itself, by the rules that our markup follows. Firefox takes 0.3 s to say a
 * name, a hundred times as long as this look. Chromium is asked for the names that it gives to a screen reader, and each
 * test runs in both: a control without its true name still fails.
 */
import type { ElementHandle, Page } from "puppeteer-core";

/** Elements of each role that the pages use. */
const ROLES = {
  button: "button, [role=button]",
  checkbox: "input[type=checkbox]",
  field: "input, textarea, select",
  group: "fieldset, [role=group]",
  link: "a[href]",
  list: "ul, ol, [role=list]",
  radio: "input[type=radio]",
} as const;

export const isFirefox = async (page: Page): Promise<boolean> =>
  (await page.browser().version()).startsWith("firefox");

/**
 * The first element that is shown with this role (`field`: whatever a person types into or chooses from) and name.
 * @throws Error when no elements are listed for the role
 */
export async function lookUp(page: Page, role: string, name: string): Promise<ElementHandle | null> {
  if (!Object.hasOwn(ROLES, role)) throw new Error(`No elements are listed for the role "${role}".`);
  const found = await page.evaluateHandle(firstOf, ROLES[role as keyof typeof ROLES], name);
  return found.asElement() as ElementHandle | null;
}

/** Runs in the page, whole and with nothing that a compiler would name: `npm run bench` is compiled by another one than the tests. */
function firstOf(selector: string, name: string): Element | null {
  const names = {
    read(node: Element | null): string {
      const copy = node?.cloneNode(true) as Element | undefined;
      for (const hidden of copy?.querySelectorAll("[aria-hidden=true]") ?? []) hidden.remove();
      return (copy?.textContent ?? "").replace(/\s+/g, " ").trim();
    },
    readAll(nodes: Iterable<Element | null>): string {
      return Array.from(nodes, (node) => names.read(node)).join(" ");
    },
    of(node: Element): string {
      const by = node.getAttribute("aria-labelledby");
      if (by) return names.readAll(by.split(" ").map((id) => document.getElementById(id)));
      const label = node.ariaLabel ?? names.readAll((node as HTMLInputElement).labels ?? []);
      return label || names.read(node.querySelector(":scope > legend") ?? node);
    },
    isShown(node: Element): boolean {
      return (
        node.checkVisibility({ visibilityProperty: true }) && !node.closest("[inert], [aria-hidden=true]")
      );
    },
  };
  const top = document.querySelector(":modal") ?? document;
  const all = [...top.querySelectorAll(selector)];
  return all.find((node) => names.isShown(node) && names.of(node) === name) ?? null;
}
