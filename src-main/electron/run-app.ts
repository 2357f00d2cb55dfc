/** The app from the moment Electron is ready: it reads top to bottom in the order in which things are opened. */
import { rm } from 'node:fs/promises';
import { homedir, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { app, dialog, ipcMain, powerMonitor } from 'electron';
import { type Locale, matchLocale } from '../../src-shared/i18n/locale.ts';
import type { Snapshot } from '../../src-shared/model/snapshot.ts';
import type { Core } from '../core/create-core.ts';
import { systemClock } from '../core/lib/clock.ts';
import { CloserStack } from '../core/lib/closer.ts';
import { RotaError } from '../core/lib/result.ts';
import { errorText } from '../core/lib/start-failure.ts';
import { logFolder } from '../shell/open-shell-core.ts';
import { AppMemory } from './app-memory.ts';
import type { AppOptions } from './app-options.ts';
import { createAppShell } from './app-shell.ts';
import { appSay } from './app-words.ts';
import { setApplicationMenu } from './application-menu.ts';
import { APP_ASSETS } from './built-files.ts';
import { Departure } from './departure.ts';
import { bindIpc } from './ipc/bind-ipc.ts';
import { watchNetwork } from './network-watch.ts';
import { openCore } from './open-core.ts';
import type { OwnCommand } from './own-command.ts';
import { prepareWindows } from './prepare-windows.ts';
import { runningAddress } from './running-address.ts';
import { createStartAtLogin } from './start-at-login/start-at-login.ts';
import { AppTray, type AppTrayOptions } from './tray/tray.ts';
import { trayActions } from './tray/tray-actions.ts';
import { hasTrayHost } from './tray-host.ts';

export interface AppStart {
  readonly options: AppOptions;
  readonly own: OwnCommand;
  readonly dataDir: string;
  /** The data folder is made for this run and goes with it. */
  readonly isScratch: boolean;
  readonly sessionDir: string;
}

/** Runs until the person quits. What goes wrong on the way up is one sentence in a dialog and exit code 1. */
export async function runApp(start: AppStart): Promise<void> {
  const closers = new CloserStack();
  if (start.isScratch) closers.add(() => rm(start.dataDir, { recursive: true, force: true }));
  try {
    await open(start, closers);
  } catch (error) {
    await closers.close().catch(() => {});
    const locale = chosenLocale(new AppMemory(memoryFile(start.sessionDir)));
    dialog.showErrorBox(appSay(locale)('start.failed'), startProblem(error, start.dataDir, locale));
    app.exit(1);
  }
}

async function open({ options, own, dataDir, sessionDir }: AppStart, closers: CloserStack): Promise<void> {
  const { platform, env } = process;
  const memory = new AppMemory(memoryFile(sessionDir));
  const locale = () => chosenLocale(memory);
  const say = () => appSay(locale());
  const windows = prepareWindows(memory, say);
  const started = Promise.withResolvers<Core>();
  started.promise.catch(() => {});
  let tray: AppTray | null = null;
  let lastSnapshot: Snapshot | null = null;

  // Quitting, whichever way and however early it is asked for.
  const departure = new Departure(app, systemClock, {
    async begin() {
      windows.tray.destroy();
      windows.main.destroy();
      const core = await started.promise;
      tellOpenStreams(core);
      // Claude Code must not be left with the address of a gateway that is gone; the next start puts it back.
      await core.claudeCode.suspend();
    },
    drain: async () => (await started.promise).drain(),
    async close() {
      tray?.destroy();
      await closers.close();
    },
  });
  const quit = () => departure.begin();
  const tellOpenStreams = (core: Core): void => {
    if (lastSnapshot !== null)
      tray?.show({ ...lastSnapshot, gateway: 'draining', openRequests: core.openRequests() });
    systemClock.after(DRAIN_TOLD_MS, () => tellOpenStreams(core));
  };
  setApplicationMenu({ platform, say: say(), quit });
  const openMain = () => void started.promise.then(() => departure.hasBegun || windows.main.open());
  app.on('second-instance', openMain);

  // The core, with what only this shell can do.
  const startAtLogin = createStartAtLogin({ app, platform, env, homeDir: homedir(), command: own.command });
  const shell = createAppShell({
    locale,
    logFolder: logFolder(dataDir),
    startAtLogin,
    ownArguments: [...own.command.slice(1), ...own.given],
    onStartAtLoginChanged: () => tray?.redraw(),
    onNotificationClicked: () => windows.main.open('/accounts'),
    quit,
  });
  const core = await openCore({ options, dataDir, captures: [windows.signIns.capture], shell }, closers);
  windows.signIns.attach(core);
  windows.links.attach(core);
  const onLanguage = (language: Locale): void => {
    if (language === memory.current.language) return;
    memory.remember({ language });
    setApplicationMenu({ platform, say: say(), quit });
    tray?.redraw();
  };
  const ipc = bindIpc({ ipcMain, core, onLanguage });
  closers.add(() => ipc[Symbol.dispose]());
  started.resolve(core);

  // The tray, where there is one.
  tray = openTray({
    images: join(APP_ASSETS, 'tray'),
    platform,
    desktop: env['XDG_CURRENT_DESKTOP'] ?? '',
    clock: systemClock,
    locale,
    startsAtLogin: () => startAtLogin.isOn(),
    onAction: trayActions({ core, mainWindow: windows.main, quit }),
    onClick: (icon) => windows.tray.toggle(icon),
  });
  const subscription = core.subscribe({
    onSnapshot(snapshot) {
      lastSnapshot = snapshot;
      tray?.show(snapshot);
    },
    onClose() {},
  });
  closers.add(() => subscription[Symbol.dispose]());

  // What the system tells.
  powerMonitor.on('resume', () => core.wake());
  powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => {
    // The system waits a few seconds for whoever asks it to; open streams do not end in that time.
    event?.preventDefault();
    departure.hurry();
  });
  const network = watchNetwork(systemClock, networkInterfaces, () => core.wake());
  closers.add(() => network[Symbol.dispose]());

  if (env['ROTA_TEST_HOOKS'] === '1') Object.assign(globalThis, { rotaTest: { tray: tray?.native ?? null } });
  const atLogin = options.hidden || startAtLogin.wasUsed();
  const staysHidden = atLogin && tray !== null && (await hasTrayHost(platform));
  if (!staysHidden) openMain();
  app.on('activate', openMain);
}

/** How often the number of open streams is told while the app waits for them, in ms. */
const DRAIN_TOLD_MS = 1_000;

const memoryFile = (sessionDir: string) => join(sessionDir, 'rota-app.json');

/** The language that the person chose in the page, else the system's. */
const chosenLocale = ({ current }: AppMemory): Locale =>
  current.language ?? matchLocale(app.getPreferredSystemLanguages());

/** Null where the desktop has no place for an icon. */
function openTray(options: AppTrayOptions): AppTray | null {
  try {
    return new AppTray(options);
  } catch {
    return null;
  }
}

function startProblem(error: unknown, dataDir: string, locale: Locale): string {
  if (!(error instanceof RotaError))
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const address = error.code === 'already-owned' ? runningAddress(dataDir) : null;
  return address === null ? errorText(error, locale) : appSay(locale)('start.owned', { address });
}
