import type { VNode } from "preact";
import type { ParamsInput } from "../../src/protocol/requests.ts";
import type { SettingsView, SlotView } from "../../src/protocol/vaultViews.ts";
import type { Overview } from "../../src/protocol/views.ts";
import { reasonOf, useAsked } from "../ask.ts";
import { send } from "../client.ts";
import { Button } from "../components/Button.tsx";
import { Heading } from "../components/Heading.tsx";
import { LinkButton } from "../components/LinkButton.tsx";
import { SelectSetting, Setting } from "../components/Setting.tsx";
import { useToast } from "../components/Toast.tsx";
import { useAction } from "../components/useAction.ts";
import { download } from "../download.ts";
import { hasPasskeys } from "../passkey.ts";
import { settingsText as words } from "../textSettings.ts";
import { day } from "../time.ts";
import { AboutExtension } from "./AboutExtension.tsx";
import { ChangePassword } from "./ChangePassword.tsx";
import { ImportPage } from "./ImportPage.tsx";
import { AddPasskey, AddPhrase, RemoveSlot } from "./SlotPages.tsx";
import { SlotRow } from "./SlotRow.tsx";
import { NoView } from "./Trouble.tsx";

interface SettingsProps {
  readonly overview: Overview;
  readonly id: string | undefined;
  readonly part: string | undefined;
}

const leave = () => location.assign("#/settings");

/** Settings, and the pages behind their buttons. */
export function SettingsPage({ overview, id, part }: SettingsProps) {
  const [asked] = useAsked("settings.show", {}, () => Number.POSITIVE_INFINITY);
  const [toast, show] = useToast();
  if (asked.state !== "answered") return <NoView asked={asked} />;
  const settings = asked.view;
  const left = (said: string) => {
    show(said);
    leave();
  };
  const names = overview.accounts.map(({ username }) => username);
  const slot = settings.slots.find((one) => one.id === part);
  const behind = id !== undefined && Object.hasOwn(BEHIND, id) ? BEHIND[id] : undefined;
  const page = behind?.({ settings, names, slot, left, onDone: () => left(words.saved) });
  return (
    <>
      {page ?? <Groups settings={settings} show={show} />}
      {toast}
    </>
  );
}

interface BehindProps {
  readonly settings: SettingsView;
  readonly names: readonly string[];
  readonly slot: SlotView | undefined;
  /** Back to the settings, with a word on what was done. */
  readonly left: (said: string) => void;
  readonly onDone: () => void;
}

/** The pages behind the buttons; `null` for one that there is nothing for, and then the settings are shown. */
const BEHIND: Readonly<Record<string, (props: BehindProps) => VNode | null>> = {
  password: (props) => <ChangePassword {...props} />,
  passkey: ({ onDone }) => (hasPasskeys() ? <AddPasskey onDone={onDone} /> : null),
  phrase: ({ onDone }) => <AddPhrase onDone={onDone} />,
  remove: ({ slot, ...props }) => (slot ? <RemoveSlot slot={slot} {...props} /> : null),
  restore: ({ left }) => <ImportPage onDone={left} />,
};

interface GroupProps {
  readonly settings: SettingsView;
  readonly show: (said: string) => void;
}

const Groups = (props: GroupProps) => (
  <>
    <Heading look="display">{words.title}</Heading>
    <Unlocking {...props} />
    <Backups {...props} />
    <Signing {...props} />
    <AboutExtension />
  </>
);

/** @returns whether it was saved */
const change = ({ show }: GroupProps, changed: ParamsInput<"settings.change">): Promise<boolean> =>
  send("settings.change", changed).then(
    () => {
      show(words.saved);
      return true;
    },
    () => {
      show(words.failed);
      return false;
    },
  );

const MINUTES = [1, 5, 15, 30, 60] as const;

function Unlocking(props: GroupProps) {
  const { slots, lockMinutes, managed } = props.settings;
  const password = slots.find(({ type }) => type === "password");
  const limit = managed.lockIdleMinutes;
  const minutes = limit === null ? MINUTES : MINUTES.filter((count) => count <= limit);
  return (
    <section class="stack-tight">
      <h2 class="section-title">{words.unlocking}</h2>
      <div class="card">
        <Setting name={words.password} lead={words.changedOn(day(password?.createdAt ?? ""))}>
          <LinkButton href="#/settings/password">{words.change}</LinkButton>
        </Setting>
        <Setting name={words.passkey} lead={hasPasskeys() ? words.passkeyLead : words.noPasskey}>
          {hasPasskeys() && <LinkButton href="#/settings/passkey">{words.setUp}</LinkButton>}
        </Setting>
        {!slots.some(({ type }) => type === "phrase") && (
          <Setting name={words.phrase} lead={words.phraseLead}>
            <LinkButton href="#/settings/phrase">{words.phraseSetUp}</LinkButton>
          </Setting>
        )}
        {slots.map((slot) => slot.type !== "password" && <SlotRow key={slot.id} slot={slot} />)}
        <SelectSetting
          name={words.idle}
          lead={limit === null ? words.idleLead : words.managed}
          value={lockMinutes}
          options={minutes.map((count) => [count, words.minutes(count)] as const)}
          disabled={minutes.length === 0}
          onChange={(value) => change(props, { lockMinutes: value })}
        />
      </div>
    </section>
  );
}

function Backups({ settings, show }: GroupProps) {
  const { unsaved, backedUpAt, managed } = settings;
  const { busy, run } = useAction();
  const save = () =>
    run(async () => {
      try {
        const file = await send("backup.save", {});
        download(file);
        show(words.exported(file.name));
      } catch (error) {
        show(reasonOf(error) === "policyForbids" ? words.forbidden : words.failed);
      }
    });
  const lead = backedUpAt ? words.backedUp(day(backedUpAt)) : words.nothingYet;
  return (
    <section class="stack-tight">
      <h2 class="section-title">{words.backup}</h2>
      <div class="card">
        <Setting
          name={words.file}
          lead={managed.forbidExport ? words.managed : unsaved > 0 ? words.unsaved(unsaved) : lead}
          warned={unsaved > 0}
        >
          <Button
            size="small"
            look={unsaved > 0 ? "primary" : "secondary"}
            busy={busy}
            disabled={managed.forbidExport}
            onClick={() => void save()}
          >
            {words.saveFile}
          </Button>
        </Setting>
        <Setting name={words.restore} lead={words.restoreLead}>
          <LinkButton href="#/settings/restore">{words.restoreFile}</LinkButton>
        </Setting>
      </div>
    </section>
  );
}

const rowsOf = <T extends string>(labels: Readonly<Record<T, string>>) =>
  Object.entries(labels) as [T, string][];

function Signing(props: GroupProps) {
  const { opaque, algorithm, managed } = props.settings;
  return (
    <section class="stack-tight">
      <h2 class="section-title">{words.signing}</h2>
      <div class="card">
        <SelectSetting
          name={words.opaque}
          lead={managed.forbidOpaque ? words.managed : words.opaqueLead}
          value={managed.forbidOpaque ? "refuse" : opaque}
          options={rowsOf(words.opaqueRules)}
          disabled={managed.forbidOpaque}
          onChange={(value) => change(props, { opaque: value })}
        />
        <SelectSetting
          name={words.algorithm}
          lead={words.algorithmLead}
          value={algorithm}
          options={rowsOf(words.algorithms)}
          onChange={(value) => change(props, { algorithm: value })}
        />
      </div>
    </section>
  );
}
