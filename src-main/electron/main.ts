/**
 * The tray app. What has to be settled before Electron is ready stands here; everything else is in `run-app.ts`.
 * Nothing here may wait for `ready`: it comes only after this file has been evaluated (docs, "ES Modules in Electron").
 */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { app, dialog, protocol } from 'electron';
import { matchLocale } from '../../src-shared/i18n/locale.ts';
import { ioReasonIn } from '../core/lib/io-failure.ts';
import type { Failure } from '../core/lib/result.ts';
import { failStart, sentenceOf } from '../core/lib/start-failure.ts';
import { defaultDataFolder } from '../shell/data-folder.ts';
import { type AppOptions, parseAppOptions } from './app-options.ts';
import { appSay } from './app-words.ts';
import { ownCommand } from './own-command.ts';
import { runApp } from './run-app.ts';
import { sessionFolder } from './session-folder.ts';
import { PAGE_PRIVILEGES } from './windows/serve-page.ts';

app.setName('Rota');
const own = ownCommand({
  isPackaged: app.isPackaged,
  argv: process.argv,
  execPath: process.execPath,
  appPath: app.getAppPath(),
  appImage: process.env['APPIMAGE'],
});
const options = parseAppOptions(own.given, process.env);

if (!options.ok) refuse(options.error, 2);
else open(options.value);

/** Chooses the folders and takes Electron's own lock; the rest waits for `ready`. */
function open(given: AppOptions): void {
  const surroundings = { env: process.env, platform: process.platform, homeDir: homedir() };
  const isScratch = given.demo && given.dataDir === null;
  const dataDir = isScratch
    ? mkdtempSync(join(tmpdir(), 'rota-demo-'))
    : resolve(given.dataDir ?? defaultDataFolder(surroundings));
  const sessionDir = isScratch ? join(dataDir, 'window') : sessionFolder(dataDir, surroundings);
  const crashDir = join(sessionDir, 'crashes');
  // Electron takes only folders that are there.
  for (const folder of [dataDir, sessionDir, crashDir]) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    } catch (error) {
      const reason = ioReasonIn(error);
      refuse(failStart('write-failed', 'folder.unusable', { path: folder, reason }).error, 1);
      return;
    }
  }
  // The lock between two starts belongs to this folder, so the folder comes first.
  app.setPath('userData', dataDir);
  app.setPath('sessionData', sessionDir);
  app.setPath('crashDumps', crashDir);
  app.setAppUserModelId('dev.rota.app');
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([PAGE_PRIVILEGES]);

  if (app.requestSingleInstanceLock()) {
    void app.whenReady().then(() => runApp({ options: given, own, dataDir, isScratch, sessionDir }));
  } else {
    // The instance that has the lock hears of this start and shows its window.
    app.exit(0);
  }
}

/** Says why the app does not start, as soon as there can be a dialog, and ends. */
function refuse(failure: Failure, exitCode: number): void {
  void app.whenReady().then(() => {
    const locale = matchLocale(app.getPreferredSystemLanguages());
    dialog.showErrorBox(appSay(locale)('start.failed'), sentenceOf(failure)[locale]);
    app.exit(exitCode);
  });
}
