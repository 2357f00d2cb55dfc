import { join } from 'node:path';
import { app, session } from 'electron';
import { systemClock } from '../core/lib/clock.ts';
import { dashboardFolder } from '../shell/dashboard-folder.ts';
import type { AppMemory } from './app-memory.ts';
import type { AppSay } from './app-words.ts';
import { APP_ASSETS, PRELOAD } from './built-files.ts';
import { OutsideLinks } from './outside-links.ts';
import { SignInWindows } from './sign-in/sign-in-windows.ts';
import { denyByDefault } from './windows/deny-by-default.ts';
import { MainWindow } from './windows/main-window.ts';
import { servePage } from './windows/serve-page.ts';
import { TrayWindow } from './windows/tray-window.ts';

export interface AppWindows {
  readonly main: MainWindow;
  readonly tray: TrayWindow;
  readonly signIns: SignInWindows;
  readonly links: OutsideLinks;
}

/** Everything that shows a page, with its limits set before any page is shown. None is open yet. */
export function prepareWindows(memory: AppMemory, say: () => AppSay): AppWindows {
  const onCrash = (reason: string) => process.stderr.write(`The process of a window has gone: ${reason}\n`);
  const links = new OutsideLinks();
  const openOutside = (address: string) => links.open(address);
  denyByDefault({
    app,
    ownSession: session.defaultSession,
    openOutside,
    openMain: (place) => main.open(place),
  });
  servePage(session.defaultSession, dashboardFolder());
  const main = new MainWindow({
    preload: PRELOAD,
    icon: process.platform === 'linux' ? join(APP_ASSETS, 'window.png') : undefined,
    memory,
    clock: systemClock,
    onCrash,
    // macOS: the app stands in the dock only while it has a window.
    onOpenChanged: (isOpen) => app.setActivationPolicy?.(isOpen ? 'regular' : 'accessory'),
  });
  // Windows come and go; the app stays.
  app.on('window-all-closed', () => {});
  return {
    main,
    tray: new TrayWindow({ preload: PRELOAD, clock: systemClock, onCrash }),
    signIns: new SignInWindows({ say, parent: () => main.window, openOutside }),
    links,
  };
}
