/** Outlines on a 16-unit grid, 1.4 units wide. */
const PATHS = {
  lock: "M4.5 7V5a3.5 3.5 0 0 1 7 0v2M4 7h8a1 1 0 0 1 1 1v5a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1Z",
  open: "M9.5 2.5h4v4M13.5 2.5 8 8M6.5 3.5h-3a1 1 0 0 0-1 1v8a1 1 0 0 0 1 1h8a1 1 0 0 0 1-1v-3",
  key: "M8 8a2.75 2.75 0 1 1-5.5 0A2.75 2.75 0 0 1 8 8Zm0 0h6v2.5M11.5 8v2",
  ring: "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0Zm-3.5 0a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0ZM3.8 3.8l2.4 2.4M12.2 3.8 9.8 6.2M3.8 12.2l2.4-2.4M12.2 12.2 9.8 9.8",
  wallet:
    "M12.5 5.5V4a1 1 0 0 0-1-1H3.8a1.3 1.3 0 0 0 0 2.5h8.7a1 1 0 0 1 1 1V12a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1V4.3M10.7 9.2h.1",
  clock: "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0ZM8 4.8V8l2 1.4",
  check: "m3 8.5 3.2 3.2L13 4.8",
  cross: "m4 4 8 8M12 4l-8 8",
  info: "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0ZM8 7.5v3.2M8 5.1v.1",
  warning: "M8 2.5 14.2 13H1.8L8 2.5ZM8 6.6v3M8 11.2v.1",
  stop: "M5.5 2h5L14 5.5v5L10.5 14h-5L2 10.5v-5L5.5 2ZM8 5v3.6M8 10.9v.1",
  printer:
    "M4.5 6V2.5h7V6M4.5 11.5h-1a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h9a1 1 0 0 1 1 1v3.5a1 1 0 0 1-1 1h-1M4.5 9.5h7v4h-7v-4Z",
  refresh: "M13 8a5 5 0 1 1-1.5-3.6L13 5.8M13 2.8v3h-3",
  eye: "M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8Zm8.5 0a2 2 0 1 1-4 0 2 2 0 0 1 4 0Z",
  verified: "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0ZM5.4 8.2l1.9 1.9 3.4-3.9",
  speech: "M13.5 3h-11v8h3v2.5L8.5 11h5V3Z",
  unseen:
    "M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8Zm8.5 0a2 2 0 1 1-4 0 2 2 0 0 1 4 0ZM3 13 13 3",
  globe:
    "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0ZM2 8h12M8 2c1.7 1.7 2.5 3.7 2.5 6S9.7 12.3 8 14C6.3 12.3 5.5 10.3 5.5 8S6.3 3.7 8 2Z",
  person: "M10.7 5a2.7 2.7 0 1 1-5.4 0 2.7 2.7 0 0 1 5.4 0ZM3 13.8c.4-2.8 2.4-4.3 5-4.3s4.6 1.5 5 4.3",
  gear: "M10.2 8a2.2 2.2 0 1 1-4.4 0 2.2 2.2 0 0 1 4.4 0ZM8 1.5v2M8 12.5v2M1.5 8h2M12.5 8h2M3.4 3.4l1.4 1.4M11.2 11.2l1.4 1.4M12.6 3.4l-1.4 1.4M4.8 11.2l-1.4 1.4",
  back: "M10 3 5 8l5 5",
  chevron: "m6 3 5 5-5 5",
  copy: "M5.5 5.5h8v8h-8v-8ZM3.5 10.5h-1v-8h8v1",
  arrow: "M2.5 8h11M9.5 4l4 4-4 4",
} as const;

export type IconName = keyof typeof PATHS;

export const Icon = ({ name, size = 16 }: { name: IconName; size?: number }) => (
  <svg class={`icon icon-${name}`} viewBox="0 0 16 16" width={size} height={size} aria-hidden="true">
    <path d={PATHS[name]} />
  </svg>
);

/** The split tally; dark half the challenge, light half the answer. */
export const Mark = ({ size = 18 }: { size?: number }) => (
  <svg class="mark" viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
    <path class="mark-dark" d="M18 1.134V14.5h-7v15.642A15 15 0 0 1 18 1.134Z" />
    <path class="mark-light" d="M14 30.866V17.5h7V1.858A15 15 0 0 1 14 30.866Z" />
  </svg>
);
