import { join } from 'node:path';

/** The sandboxed preload of our pages, beside the main program. */
export const PRELOAD = join(import.meta.dirname, 'preload.cjs');
/** Icons. */
export const APP_ASSETS = join(import.meta.dirname, 'assets');
