/** A window or the usable part of a screen, in CSS pixels. */
export interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The window moved, and made smaller where it must, so that all of it is on the screen; `null` when it is already. */
export function fitted(window: Bounds, screen: Bounds): Bounds | null {
  const width = Math.min(window.width, screen.width);
  const height = Math.min(window.height, screen.height);
  const left = clamp(window.left, screen.left, screen.left + screen.width - width);
  const top = clamp(window.top, screen.top, screen.top + screen.height - height);
  const next = { left, top, width, height };
  const isSame = Object.entries(next).every(([side, value]) => window[side as keyof Bounds] === value);
  return isSame ? null : next;
}

const clamp = (value: number, least: number, most: number): number =>
  Math.min(Math.max(value, least), Math.max(least, most));
