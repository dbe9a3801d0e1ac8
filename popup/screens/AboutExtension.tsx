import { useState } from "preact/hooks";
import { type Appearance, appearance, chooseAppearance } from "../appearance.ts";
import { version } from "../client.ts";
import { Button } from "../components/Button.tsx";
import { SelectSetting, Setting } from "../components/Setting.tsx";
import { saveReport } from "../report.ts";
import { text } from "../text.ts";
import { aboutText as words } from "../textSettings.ts";

/** How the pages look, which build this is, what it is made of, and a report for whoever helps. */
export const AboutExtension = () => (
  <section class="stack-tight">
    <h2 class="section-title">{words.title}</h2>
    <div class="card">
      <AppearanceSetting />
      <Setting name={words.version(version())} lead={words.format}>
        <a class="small" href="licenses.txt" target="_blank" rel="noreferrer">
          {words.licences}
        </a>
      </Setting>
      <Setting name={words.report} lead={words.reportLead}>
        <Button size="small" onClick={() => saveReport("unlocked")}>
          {text.silent.report}
        </Button>
      </Setting>
    </div>
  </section>
);

function AppearanceSetting() {
  const [chosen, setChosen] = useState(appearance);
  const choose = async (next: Appearance) => {
    const kept = chooseAppearance(next);
    if (kept) setChosen(next);
    return kept;
  };
  return (
    <SelectSetting
      name={words.appearance}
      lead={words.appearanceLead}
      value={chosen}
      options={Object.entries(words.appearances) as [Appearance, string][]}
      onChange={choose}
    />
  );
}
