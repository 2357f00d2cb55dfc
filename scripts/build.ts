/**
 * Builds what `npm ci` leaves behind: the page into dist/renderer, the command line into dist/headless and the tray app
 * into dist/electron. Run by Node 24 as it stands; needs no Electron binary.
 */
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { bundleElectron, bundleHeadless, bundlePage } from './bundle.ts';

const DIST = resolve(import.meta.dirname, '../dist');

rmSync(DIST, { recursive: true, force: true });
await bundleHeadless(DIST);
await bundleElectron(DIST);
await bundlePage(DIST);
