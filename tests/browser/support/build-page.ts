import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { PAGE_FOLDER } from './page-folder.ts';

/** Builds the page once before all tests, so that they never look at an old one. */
export default async function buildPage(): Promise<void> {
  await build({
    configFile: fileURLToPath(new URL('../../../vite.config.ts', import.meta.url)),
    logLevel: 'warn',
    build: { outDir: PAGE_FOLDER },
  });
}
