/** Where windows go, in device-independent pixels. Everything here is pure. */

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** So much of a window must lie on a screen for its title bar to be within reach. */
const REACHABLE_PX = 64;
const GAP_PX = 4;

/** The remembered place where it can still be reached; else null, and the system chooses. */
export function reachablePlace(remembered: Box | null, screens: readonly Box[]): Box | null {
  if (remembered === null) return null;
  const reachable = screens.some(
    (screen) =>
      remembered.x + remembered.width >= screen.x + REACHABLE_PX &&
      remembered.x <= screen.x + screen.width - REACHABLE_PX &&
      remembered.y >= screen.y - GAP_PX &&
      remembered.y <= screen.y + screen.height - REACHABLE_PX,
  );
  return reachable ? remembered : null;
}

/**
 * Where a small window opens for an icon: centred on it, on the side of the bar that has room, inside the work
 * area. `anchor` may have no size where the platform tells only the pointer.
 */
export function placeAtIcon(
  anchor: Box,
  size: Size,
  workArea: Box,
): { readonly x: number; readonly y: number } {
  const centre = anchor.x + anchor.width / 2;
  const below = anchor.y + anchor.height + GAP_PX;
  const above = anchor.y - size.height - GAP_PX;
  const fitsBelow = below + size.height <= workArea.y + workArea.height;
  return {
    x: Math.round(within(centre - size.width / 2, workArea.x, workArea.x + workArea.width - size.width)),
    y: Math.round(within(fitsBelow ? below : above, workArea.y, workArea.y + workArea.height - size.height)),
  };
}

function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
