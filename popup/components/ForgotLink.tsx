import type { ComponentChildren } from "preact";
import { closeWindow, openTab } from "../client.ts";

const PAGE = "vault.html#/forgot";

/** To what can be done without the password; from the popup and the approval window it goes on in a tab. */
export function ForgotLink({ children }: { children: ComponentChildren }) {
  const follow = async (event: Event) => {
    if (location.pathname === "/vault.html") return;
    event.preventDefault();
    await openTab(PAGE);
    if (location.pathname === "/popup.html") await closeWindow();
  };
  return (
    <a class="small" href={PAGE} onClick={(event) => void follow(event)}>
      {children}
    </a>
  );
}
