import { join } from 'node:path';
import type { TrayIconState } from './tray-view.ts';

export interface TrayGround {
  readonly platform: NodeJS.Platform;
  /** The desktop's name as `XDG_CURRENT_DESKTOP` gives it; Linux only. */
  readonly desktop: string;
  /** Whether the system asks for dark colours, of its own surfaces where it tells them apart. */
  readonly isDark: boolean;
}

/** The file of the tray's icon. Electron takes the `@2x` file beside it for dense screens by itself. */
export function trayImageFile(folder: string, state: TrayIconState, ground: TrayGround): string {
  switch (ground.platform) {
    case 'darwin':
      // "Template" in the name makes macOS draw it in the menu bar's own colour.
      return join(folder, `${state}Template.png`);
    case 'win32':
      return join(folder, `${state}-${ground.isDark ? 'dark' : 'light'}.ico`);
    default:
      // GNOME's panel is dark in both of its themes.
      return join(
        folder,
        `${state}-${ground.isDark || /gnome/i.test(ground.desktop) ? 'dark' : 'light'}.png`,
      );
  }
}
