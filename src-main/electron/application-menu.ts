import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { AppSay } from './app-words.ts';

export interface ApplicationMenuOptions {
  readonly platform: NodeJS.Platform;
  readonly say: AppSay;
  quit(): void;
}

/** The menu of the window (on macOS: of the app): how to quit where there is no tray, and the keys for editing text. */
export function setApplicationMenu({ platform, say, quit }: ApplicationMenuOptions): void {
  const quitItem: MenuItemConstructorOptions = {
    label: say('app.quit'),
    accelerator: 'CommandOrControl+Q',
    click: () => quit(),
  };
  const app: MenuItemConstructorOptions =
    platform === 'darwin'
      ? {
          label: 'Rota',
          submenu: [
            { role: 'about' },
            { type: 'separator' },
            { role: 'hide' },
            { type: 'separator' },
            quitItem,
          ],
        }
      : { label: 'Rota', submenu: [quitItem] };
  const edit: MenuItemConstructorOptions = {
    label: say('menu.edit'),
    submenu: [
      { role: 'undo' },
      { role: 'redo' },
      { type: 'separator' },
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'selectAll' },
    ],
  };
  const window: MenuItemConstructorOptions = {
    label: say('menu.window'),
    submenu: [
      { role: 'reload' },
      { type: 'separator' },
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'minimize' },
      { role: 'close' },
    ],
  };
  Menu.setApplicationMenu(Menu.buildFromTemplate([app, edit, window]));
}
