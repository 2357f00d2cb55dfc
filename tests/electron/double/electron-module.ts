/** The whole module `electron` of one run, put together. */
import { EventEmitter } from 'node:events';
import { App, type ProgramFacts } from './app.ts';
import { createBrowserWindowClass } from './browser-window.ts';
import type { Cdp } from './cdp.ts';
import { IpcMain } from './ipc-main.ts';
import { Menu } from './menu.ts';
import { NativeImage } from './native-image.ts';
import { strict } from './not-implemented.ts';
import { Notification } from './notification.ts';
import { Sessions } from './session.ts';
import { Tray } from './tray.ts';

const DISPLAY = {
  id: 1,
  bounds: { x: 0, y: 0, width: 1280, height: 800 },
  workArea: { x: 0, y: 28, width: 1280, height: 772 },
  scaleFactor: 1,
};

class NativeTheme extends EventEmitter {
  themeSource = 'system';
  shouldUseDarkColors = false;
  shouldUseDarkColorsForSystemIntegratedUI = false;
}

/** Makes the module. `browser` is asked for when the first window opens. */
export function createElectronModule(facts: ProgramFacts, browser: () => Cdp) {
  const sessions = new Sessions(browser);
  const ipcMain = new IpcMain();
  const windows = { current: null as ReturnType<typeof createBrowserWindowClass> | null };
  const app = new App(facts, () => windows.current!);
  const BrowserWindow = createBrowserWindowClass({ cdp: browser, sessions, ipcMain, app });
  windows.current = BrowserWindow;
  /** Schemes that were declared before ready. */
  const schemes: unknown[] = [];

  return {
    app: strict('app', app),
    BrowserWindow,
    Menu,
    Notification,
    Tray,
    nativeImage: strict('nativeImage', { createFromPath: NativeImage.createFromPath }),
    nativeTheme: strict('nativeTheme', new NativeTheme()),
    ipcMain: strict('ipcMain', ipcMain),
    session: strict('session', {
      get defaultSession() {
        return sessions.defaultSession;
      },
      fromPartition: (partition: string) => sessions.fromPartition(partition),
    }),
    protocol: strict('protocol', {
      schemes,
      registerSchemesAsPrivileged(declared: readonly unknown[]) {
        if (app.isReady())
          throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
        schemes.push(...declared);
      },
    }),
    screen: strict('screen', {
      getPrimaryDisplay: () => DISPLAY,
      getAllDisplays: () => [DISPLAY],
      getDisplayNearestPoint: () => DISPLAY,
      getCursorScreenPoint: () => ({ x: 1210, y: 12 }),
    }),
    powerMonitor: strict('powerMonitor', new EventEmitter()),
    clipboard: strict('clipboard', createClipboard()),
    shell: strict('shell', {
      async openExternal(address: string): Promise<void> {
        throw new Error(`Nothing opens ${address} here; a test replaces this member.`);
      },
      async openPath(): Promise<string> {
        return 'Nothing opens files here; a test replaces this member.';
      },
    }),
    dialog: strict('dialog', {
      showErrorBox(title: string, content: string): void {
        process.stderr.write(`${title}: ${content}\n`);
      },
      async showMessageBox(): Promise<{ response: number }> {
        return { response: 0 };
      },
    }),
  };
}

export type ElectronDouble = ReturnType<typeof createElectronModule>;

function createClipboard() {
  let text = '';
  return {
    writeText(next: string) {
      text = next;
    },
    readText: () => text,
  };
}
