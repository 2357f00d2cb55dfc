/** What `electron` is while a program runs under the double: the loader hook of `boot.ts` leads here. */
import type { ElectronDouble } from './electron-module.ts';

const electron = (globalThis as unknown as { readonly electronDouble: ElectronDouble }).electronDouble;

export const {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  nativeImage,
  nativeTheme,
  Notification,
  powerMonitor,
  protocol,
  screen,
  session,
  shell,
  Tray,
} = electron;

export default electron;
