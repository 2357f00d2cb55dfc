/**
 * The tray app. What has to be settled before Electron is ready stands here; everything else is in `run-app.ts`.
 * Nothing here may wait for `ready`: it comes only after this file has been evaluated (docs, "ES Modules in Electron").
 */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { app, dialog, protocol } from 'electron';
import { defaultDataFolder } from '../shell/data-folder.ts';
import { parseAppOptions } from './app-options.ts';
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

if (!options.ok) {
  dialog.showErrorBox('Rota', options.error.message);
  app.exit(2);
} else {
  const surroundings = { env: process.env, platform: process.platform, homeDir: homedir() };
  const isScratch = options.value.demo && options.value.dataDir === null;
  const dataDir = isScratch
    ? mkdtempSync(join(tmpdir(), 'rota-demo-'))
    : resolve(options.value.dataDir ?? defaultDataFolder(surroundings));
  const sessionDir = isScratch ? join(dataDir, 'window') : sessionFolder(dataDir, surroundings);
  const crashDir = join(sessionDir, 'crashes');
  // Electron takes only folders that are there.
  for (const folder of [dataDir, sessionDir, crashDir]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  // The lock between two starts belongs to this folder, so the folder comes first.
  app.setPath('userData', dataDir);
  app.setPath('sessionData', sessionDir);
  app.setPath('crashDumps', crashDir);
  app.setAppUserModelId('dev.rota.app');
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([PAGE_PRIVILEGES]);

  if (app.requestSingleInstanceLock()) {
    void app.whenReady().then(() => runApp({ options: options.value, own, dataDir, isScratch, sessionDir }));
  } else {
    // The instance that has the lock hears of this start and shows its window.
    app.exit(0);
  }
}
