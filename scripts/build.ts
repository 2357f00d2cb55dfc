/**
 * Builds what `npm ci` leaves behind: the page into dist/renderer and the headless program into dist/headless.
 * Run by Node 24 as it stands; needs no Electron binary.
 */
import { chmodSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'vite';

const root = resolve(import.meta.dirname, '..');
const { version } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as { version: string };

/** Add-ons and Electron stay outside the bundle; everything else goes in, because loading many files is slow. */
const EXTERNAL = ['electron', 'keytar', '@napi-rs/keyring'];

async function buildHeadless(): Promise<void> {
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    define: { __ROTA_VERSION__: JSON.stringify(version) },
    ssr: { noExternal: true, external: EXTERNAL },
    build: {
      ssr: true,
      target: 'node22',
      outDir: resolve(root, 'dist/headless'),
      emptyOutDir: true,
      minify: true,
      sourcemap: false,
      rollupOptions: {
        input: { rota: resolve(root, 'src-main/headless/rota.ts') },
        external: EXTERNAL,
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  });
  chmodSync(resolve(root, 'dist/headless/rota.js'), 0o755);
}

async function buildRenderer(): Promise<void> {
  await build({ configFile: resolve(root, 'vite.config.ts'), logLevel: 'warn' });
}

rmSync(resolve(root, 'dist'), { recursive: true, force: true });
await buildHeadless();
await buildRenderer();
