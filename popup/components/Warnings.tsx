import type { Warning } from "../../src/protocol/siteViews.ts";
import { askerText } from "../textAsker.ts";
import { Note } from "./Note.tsx";
import { name, outside } from "./outside.ts";

/** What is odd about the address that asks, right under it. */
export const Warnings = ({ warnings }: { warnings: readonly Warning[] }) => (
  <>
    {warnings.map((warning) => (
      <Note key={warning.type} look="danger">
        {sentence(warning)}
      </Note>
    ))}
  </>
);

const SENTENCES: {
  readonly [T in Warning["type"]]: (warning: Extract<Warning, { type: T }>) => string;
} = {
  lookAlike: ({ host }) => askerText.lookAlike(outside(host, 260)),
  mixed: () => askerText.mixed,
  elsewhere: ({ username, origin }) => askerText.elsewhere(name(username), outside(origin, 260)),
};

const sentence = (warning: Warning): string => SENTENCES[warning.type](warning as never);
