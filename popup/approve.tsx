import { render } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import type { Step } from "../src/protocol/step.ts";
import { askedAhead } from "./ahead.ts";
import { followAppearance } from "./appearance.ts";
import { useAsked, type View } from "./ask.ts";
import { closeWindow, currentId, fitOnScreen, onChanged, send, showId } from "./client.ts";
import { Announcer } from "./components/announce.tsx";
import { useOver } from "./components/Clock.tsx";
import { isGone } from "./pauses.ts";
import { ApprovalScreen } from "./screens/ApprovalScreen.tsx";
import { Gone, NothingWaiting } from "./screens/Ended.tsx";
import { Queue } from "./screens/Queue.tsx";
import { Broken, isBroken, NoPage } from "./screens/Trouble.tsx";

const FIREFOX_STAYS_AWAKE_MS = 20_000;
const WHILE_WORKING_MS = 1_000;

let leaving = false;

/** To the next request that waits, else away. */
async function leave(): Promise<void> {
  leaving = true;
  const next = await send("approval.leave", {}).catch(() => ({ id: null }));
  leaving = next.id === null;
  if (next.id) showId(next.id);
  else await closeWindow();
}

function Approve() {
  const [status] = useAsked("vault.status", {}, () => Number.POSITIVE_INFINITY);
  const id = useId(status.state);
  if (status.state === "answered" && isBroken(status.view.state)) return <Broken state={status.view.state} />;
  if (id === undefined) return status.state === "answered" ? null : <NoPage asked={status} />;
  if (id === null) return <NothingWaiting onClose={() => void closeWindow()} />;
  return <Approval key={id} id={id} />;
}

function Approval({ id }: { id: string }) {
  const [asked, refresh] = useAsked("approval.show", { id }, pauseAfter, askedAhead);
  useTurn(asked);
  useOver(asked.state === "answered" ? asked.view.expiresAt : null, () => void refresh());
  const [isListing, setListing] = useState(false);
  if (isGone(asked)) return <Gone onClose={() => void leave()} />;
  if (asked.state !== "answered") return <NoPage asked={asked} />;
  if (isListing) {
    const show = (other: string) => (other === id ? setListing(false) : showId(other));
    return <Queue onShow={show} onBack={() => setListing(false)} onEmpty={() => void leave()} />;
  }
  return (
    <ApprovalScreen
      view={asked.view}
      refresh={refresh}
      list={() => setListing(true)}
      leave={() => void leave()}
    />
  );
}

/** Ends that leave nothing to read once a new request has come. */
const TURNED_FROM: readonly Step[] = ["refused", "forbidden", "expired", "gone"];

/** Turns a window whose request is over to the request that came after it. */
function useTurn(asked: View<"approval.show">): void {
  useEffect(() => {
    if (leaving) return;
    if (asked.state === "answered") {
      if (asked.view.next !== null && TURNED_FROM.includes(asked.view.step)) showId(asked.view.next);
      return;
    }
    if (!isGone(asked)) return;
    const look = async () => {
      const { id } = await send("approval.next", {}).catch(() => ({ id: null }));
      if (id) showId(id);
    };
    void look();
    return onChanged(() => void look());
  }, [asked]);
}

/** Steps at which the background works: asked again, one that died over it goes on. */
const WORKING: readonly Step[] = ["opening", "sending"];

const pauseAfter = (asked: View<"approval.show">): number =>
  asked.state === "answered" && WORKING.includes(asked.view.step) ? WHILE_WORKING_MS : FIREFOX_STAYS_AWAKE_MS;

/**
 * The approval of the address, else the next one that waits; `undefined` while asking, `null` for none. A question that
 * fails says nothing: it is put again once the background answers another.
 */
function useId(answering: string): string | null | undefined {
  const [id, setId] = useState<string | null | undefined>(() => currentId() ?? undefined);
  const look = useCallback(async () => {
    const here = currentId();
    if (here) return setId(here);
    const next = await send("approval.next", {}).catch(() => null);
    if (next?.id) showId(next.id);
    else if (next) setId(null);
  }, []);
  useEffect(() => {
    void look();
    const onHash = () => void look();
    addEventListener("hashchange", onHash);
    const stop = onChanged(onHash);
    return () => {
      removeEventListener("hashchange", onHash);
      stop();
    };
  }, [look, answering]);
  return id;
}

void fitOnScreen().catch(() => undefined);

followAppearance();
render(
  <>
    <Approve />
    <Announcer />
  </>,
  document.body,
);
