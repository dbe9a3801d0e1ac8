import { version } from "../client.ts";
import { Button } from "../components/Button.tsx";
import { Setting } from "../components/Setting.tsx";
import { saveReport } from "../report.ts";
import { text } from "../text.ts";
import { aboutText as words } from "../textSettings.ts";

/** Which build this is, what it is made of, and a report for whoever helps. */
export const AboutExtension = () => (
  <section class="stack-tight">
    <h2 class="section-title">{words.title}</h2>
    <div class="card">
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
