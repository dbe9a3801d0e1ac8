import type { Environment } from "../../src/protocol/apiHosts.ts";

interface TagProps {
  readonly children: string;
  readonly look?: "live" | "test" | "local" | "warn";
}

export const Tag = ({ children, look = "live" }: TagProps) => <span class={`tag ${look}`}>{children}</span>;

const LOOKS = { Live: "live", Test: "test", Local: "local" } as const;

export const EnvironmentTag = ({ environment }: { environment: Environment }) => (
  <Tag look={LOOKS[environment]}>{environment}</Tag>
);
