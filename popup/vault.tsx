import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { followAppearance } from "./appearance.ts";
import { useAsked } from "./ask.ts";
import { Announcer } from "./components/announce.tsx";
import { DamagedVault, ForgotPage, ImportFirst } from "./screens/Lost.tsx";
import { Onboarding } from "./screens/Onboarding.tsx";
import { Ready } from "./screens/Ready.tsx";
import { Broken, isBroken, NoPage } from "./screens/Trouble.tsx";
import { LockedVault, VaultPages } from "./screens/VaultPages.tsx";

const LOOK_EVERY_MS = 20_000;

/** The parts of `#/accounts/ac-1`, decoded. */
function routeOf(hash: string): readonly string[] {
  try {
    return hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  } catch {
    return [];
  }
}

function useRoute(): readonly string[] {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const onHash = () => setHash(location.hash);
    addEventListener("hashchange", onHash);
    return () => removeEventListener("hashchange", onHash);
  }, []);
  return routeOf(hash);
}

function Vault() {
  const route = useRoute();
  const [isNew, setNew] = useState(false);
  const [asked, refresh] = useAsked("vault.status", {}, () => LOOK_EVERY_MS);
  if (asked.state !== "answered") return <NoPage asked={asked} />;
  const { state, waiting } = asked.view;
  const created = () => {
    setNew(true);
    void refresh();
  };
  const ready = () => {
    if (route[0] !== "recover") location.hash = "#/accounts";
    setNew(false);
  };
  const toPasskey = () => {
    location.hash = "#/settings/passkey";
    setNew(false);
  };
  const done = () => void refresh();
  if (route[0] === "restore" && state !== "unlocked" && state !== "newer")
    return <ImportFirst onDone={done} />;
  if (state === "damaged") return <DamagedVault />;
  if (isBroken(state)) return <Broken state={state} />;
  if (state === "none")
    return <Onboarding before={route[0] === "recover" ? "recovery" : "use"} onCreated={created} />;
  if (state === "locked" && route[0] === "forgot") return <ForgotPage onUnlocked={done} />;
  if (state === "locked") return <LockedVault waiting={waiting} onUnlocked={() => void refresh()} />;
  if (isNew) return <Ready waiting={waiting} onDone={ready} onPasskey={toPasskey} />;
  return <VaultPages route={route} />;
}

followAppearance();
render(
  <>
    <Vault />
    <Announcer />
  </>,
  document.body,
);
