import { outside } from "./outside.ts";

/** A whole origin in ASCII, its host in bold; it wraps and is never shortened. */
export function Origin({ origin }: { origin: string }) {
  if (!URL.canParse(origin)) return <p class="origin">{outside(origin, 2_000)}</p>;
  const { protocol, hostname, port } = new URL(origin);
  return (
    <p class="origin">
      {`${protocol}//`}
      <b>{hostname}</b>
      {port && `:${port}`}
    </p>
  );
}
