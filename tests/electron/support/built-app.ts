import { resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../../..');

/** Where the scenarios build the app to. Not `dist`: whoever builds meanwhile would take it away under a running test. */
export const APP_FOLDER = resolve(ROOT, '.cache/electron-tests/dist');

/** The built main program: the one that was named, e.g. from an unpacked archive, else the tests' own. */
export const APP_MAIN = process.env['ROTA_ELECTRON_MAIN'] ?? resolve(APP_FOLDER, 'electron/main.js');
