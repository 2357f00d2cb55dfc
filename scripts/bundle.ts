/** How the three programs are bundled; `build.ts` and the tests say where to. */
import { chmodSync, cpSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, type Rollup } from 'vite';

const ROOT = resolve(import.meta.dirname, '..');

/** Add-ons and Electron stay outside the bundles; everything else goes in, because loading many files is slow. */
const EXTERNAL = ['electron', 'keytar', '@napi-rs/keyring', 'better-sqlite3'];

interface ProgramBundle {
  readonly entry: string;
  readonly name: string;
  readonly outDir: string;
  readonly output: Rollup.OutputOptions;
}

async function bundleProgram({ entry, name, outDir, output }: ProgramBundle): Promise<void> {
  const manifest: unknown = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'warn',
    define: { __ROTA_VERSION__: JSON.stringify((manifest as { readonly version: string }).version) },
    ssr: { noExternal: true, external: EXTERNAL },
    build: {
      ssr: true,
      target: 'node22',
      outDir,
      emptyOutDir: false,
      minify: true,
      sourcemap: false,
      rollupOptions: { input: { [name]: join(ROOT, entry) }, external: EXTERNAL, output },
    },
  });
}

const MODULES: Rollup.OutputOptions = {
  format: 'es',
  entryFileNames: '[name].js',
  chunkFileNames: 'chunks/[name]-[hash].js',
};

/** The command line, into `outDir`/headless. */
export async function bundleHeadless(outDir: string): Promise<void> {
  const folder = join(outDir, 'headless');
  await bundleProgram({
    entry: 'src-main/headless/rota.ts',
    name: 'rota',
    outDir: folder,
    output: MODULES,
  });
  chmodSync(join(folder, 'rota.js'), 0o755);
}

/** The tray app, into `outDir`/electron: the main program as modules, the preload as CommonJS, since it is sandboxed. */
export async function bundleElectron(outDir: string): Promise<void> {
  const folder = join(outDir, 'electron');
  await bundleProgram({
    entry: 'src-main/electron/main.ts',
    name: 'main',
    outDir: folder,
    output: MODULES,
  });
  await bundleProgram({
    entry: 'src-main/electron/preload.ts',
    name: 'preload',
    outDir: folder,
    output: { format: 'cjs', entryFileNames: '[name].cjs' },
  });
  cpSync(join(ROOT, 'src-main/electron/assets'), join(folder, 'assets'), { recursive: true });
}

/** The page, into `outDir`/renderer. */
export async function bundlePage(outDir: string): Promise<void> {
  await build({
    configFile: join(ROOT, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: join(outDir, 'renderer') },
  });
}
