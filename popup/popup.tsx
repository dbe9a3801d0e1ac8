import { render } from "preact";
import { followAppearance } from "./appearance.ts";
import { useAsked } from "./ask.ts";
import { closeWindow, openTab, send } from "./client.ts";
import { Announcer } from "./components/announce.tsx";
import { FirstTime, LockedPopup, UnlockedPopup } from "./screens/PopupScreens.tsx";
import { Broken, isBroken, NoPage } from "./screens/Trouble.tsx";

const LOOK_EVERY_MS = 20_000;

/** A popup closes itself once its work goes on elsewhere. */
async function goTo(path: string): Promise<void> {
  await openTab(path);
  await closeWindow();
}

async function review(id: string): Promise<void> {
  await send("approval.open", { id });
  await closeWindow();
}

function Popup() {
  const [asked, refresh] = useAsked("vault.status", {}, () => LOOK_EVERY_MS);
  if (asked.state !== "answered") return <NoPage asked={asked} />;
  const { state, waiting } = asked.view;
  if (isBroken(state)) return <Broken state={state} />;
  if (state === "none") return <FirstTime goTo={(path) => void goTo(path)} />;
  if (state === "locked") return <LockedPopup waiting={waiting} onUnlocked={() => void refresh()} />;
  return <UnlockedPopup waiting={waiting} goTo={(path) => void goTo(path)} review={review} />;
}

followAppearance();
render(
  <>
    <Popup />
    <Announcer />
  </>,
  document.body,
);
