import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { CredentialView } from "../../src/protocol/views.ts";
import { send } from "../client.ts";
import { Button } from "../components/Button.tsx";
import { Icon } from "../components/Icon.tsx";
import { NameForm } from "../components/NameForm.tsx";
import { hostOf, name, outside } from "../components/outside.ts";
import { Thing } from "../components/Rows.tsx";
import { Tag } from "../components/Tag.tsx";
import { TypedDialog } from "../components/TypedDialog.tsx";
import { useReturn } from "../components/useReturn.ts";
import { text } from "../text.ts";
import { accountText } from "../textAccount.ts";
import { addText } from "../textAdd.ts";
import { day } from "../time.ts";
import { Line } from "./AccountRows.tsx";

export const CredentialRow = ({ credential }: { credential: CredentialView }) => (
  <li>
    <details class="opens">
      <summary class="row">
        <Thing
          icon={credential.kind === "RecoveryKey" ? "ring" : "key"}
          title={
            <>
              {name(credential.name)} <Tag>{text.kinds[credential.kind]}</Tag>
              {credential.invalidAt && <Tag look="warn">{accountText.invalid}</Tag>}
            </>
          }
        >
          {useOf(credential)}
        </Thing>
        <Icon name="chevron" />
      </summary>
      <div class="opened">
        <dl>
          {linesOf(credential).map(([label, value]) => (
            <Line key={label} label={label} value={value} />
          ))}
        </dl>
        <Changes credential={credential} />
      </div>
    </details>
  </li>
);

const USE = {
  Key: accountText.signs,
  PasswordProtectedKey: accountText.opensAnywhere,
  Fido2: accountText.madeByPasskey,
  RecoveryKey: accountText.openedByWords,
} as const satisfies Readonly<Record<CredentialView["kind"], string>>;

function useOf({ kind, origins, lastUsed, offeredAt }: CredentialView): string {
  const [origin] = origins;
  if (offeredAt) return `${USE[kind]} · ${addText.offered(day(offeredAt))}`;
  const host = origins.length === 1 && origin ? hostOf(origin) : undefined;
  return lastUsed ? `${USE[kind]} · ${accountText.usedOn(day(lastUsed), host)}` : USE[kind];
}

function linesOf(credential: CredentialView): readonly (readonly [string, ComponentChildren])[] {
  const { credId, algorithm, createdAt, lastUsed, confirmedAt, rehearsedAt, invalidAt, origins } = credential;
  const dates = [
    [accountText.created, createdAt],
    [accountText.lastUsed, lastUsed],
    [accountText.confirmed, confirmedAt],
    [accountText.tested, rehearsedAt],
    [accountText.invalidSince, invalidAt],
  ] as const;
  return [
    [accountText.id, <code key="id">{outside(credId, 100)}</code>],
    ...(algorithm ? [[accountText.algorithm, algorithm] as const] : []),
    ...dates.flatMap(([label, at]) => (at === null ? [] : [[label, day(at)] as const])),
    ...(origins.length > 0
      ? [[accountText.sites, origins.map((origin) => outside(origin, 260)).join(", ")] as const]
      : []),
  ];
}

function Changes({ credential }: { credential: CredentialView }) {
  const [doing, setDoing] = useState<"nothing" | "rename" | "remove">("nothing");
  const renamer = useReturn(doing === "rename");
  const { recordId } = credential;
  const done = () => setDoing("nothing");
  if (doing === "rename") {
    return (
      <NameForm
        label={accountText.name}
        helper={accountText.nameHint}
        value={credential.name}
        empty="refused"
        onSave={async (typed) => void (await send("credential.rename", { recordId, name: typed }))}
        onDone={done}
      />
    );
  }
  return (
    <div class="actions">
      <Button size="small" buttonRef={renamer} onClick={() => setDoing("rename")}>
        {accountText.rename}
      </Button>
      <Button look="danger-text" size="small" onClick={() => setDoing("remove")}>
        {accountText.removeCredential}
      </Button>
      {doing === "remove" && (
        <TypedDialog
          title={accountText.removeCredentialTitle(name(credential.name))}
          lead={accountText.removeCredentialLead}
          word={accountText.word}
          verb={accountText.remove}
          onCancel={done}
          onConfirm={async () => void (await send("credential.remove", { recordId }))}
        />
      )}
    </div>
  );
}
