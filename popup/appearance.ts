/** What colours the pages have: like the system's, or always light or dark. */
export type Appearance = "system" | "light" | "dark";

/** Each as the `color-scheme` that makes it so. */
const SCHEMES: Readonly<Record<Appearance, string>> = { system: "", light: "light", dark: "dark" };

/** Outside of the vault: a locked page has colours too, before its first paint. */
const KEY = "appearance";

/** What was kept; `system` for anything else. */
export const appearanceOf = (kept: string | null): Appearance =>
  kept !== null && Object.hasOwn(SCHEMES, kept) ? (kept as Appearance) : "system";

export function appearance(): Appearance {
  try {
    return appearanceOf(localStorage.getItem(KEY));
  } catch {
    return "system";
  }
}

function show(): void {
  document.documentElement.style.colorScheme = SCHEMES[appearance()];
}

/** Shows this page as it was chosen, and again whenever another page chooses. */
export function followAppearance(): void {
  show();
  addEventListener("storage", show);
}

/** Keeps the choice for all pages. @returns whether the browser took it */
export function chooseAppearance(next: Appearance): boolean {
  try {
    localStorage.setItem(KEY, next);
  } catch {
    return false;
  }
  show();
  return true;
}
