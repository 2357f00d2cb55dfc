/**
 * `npm run package:check`: packages the built app around a stand-in for Electron's binary and looks at what came out:
 * what is in the archive and what is not, whether each add-on lies outside of it and loads, how the fuses are set, and
 * whether the extracted archive runs, under the tests' double of Electron, with its window and its IPC.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { extractAll, extractFile, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { startBrowser } from '../tests/electron/double/browser-process.ts';
import { launch } from '../tests/electron/launch.ts';
import { writeStubDistribution } from './stub-distribution.ts';

const ROOT = resolve(import.meta.dirname, '..');
const WORK = join(ROOT, '.cache/package-check');
/** The whole archive; it was 18.9 MB when bundled packages were in it as well. */
const MAX_ARCHIVE_BYTES = 8_000_000;

let failures = 0;

function check(what: string, problem: string | null): void {
  if (problem !== null) failures += 1;
  process.stdout.write(
    `${problem === null ? 'ok  ' : 'FAIL'} ${what}${problem === null ? '' : `: ${problem}`}\n`,
  );
}

const none = (wrong: readonly string[]): string | null =>
  wrong.length === 0 ? null : wrong.slice(0, 10).join(', ');

function electronVersion(): string {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  return manifest.devDependencies['electron'] ?? '';
}

/** Packages into an unpacked folder; answers with it. */
function packageApp(): string {
  rmSync(WORK, { recursive: true, force: true });
  const stub = join(WORK, 'electron');
  const version = electronVersion();
  writeStubDistribution(stub, version);
  const args = [
    join(ROOT, 'node_modules/electron-builder/cli.js'),
    '--linux',
    'dir',
    `--${process.arch === 'arm64' ? 'arm64' : 'x64'}`,
    `-c.electronDist=${stub}`,
    `-c.electronVersion=${version}`,
    `-c.directories.output=${join(WORK, 'out')}`,
    '--publish',
    'never',
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) {
    process.stderr.write(`${stdout}${stderr}\nelectron-builder failed.\n`);
    process.exit(1);
  }
  return join(WORK, 'out', process.arch === 'arm64' ? 'linux-arm64-unpacked' : 'linux-unpacked');
}

function checkArchive(archive: string): void {
  const files = listPackage(archive, { isPack: false }).map((path) => path.replaceAll('\\', '/'));
  const top = [...new Set(files.map((path) => path.split('/')[1] ?? ''))].sort();
  check('the archive holds the program, the page and the add-ons', none(missing(files)));
  check(
    'nothing else lies at its top',
    none(top.filter((name) => !['dist', 'node_modules', 'package.json'].includes(name))),
  );
  check(
    'it holds no source',
    none(files.filter((path) => /\.(tsx?|map)$|\/(src-|tests|scripts|docs)/.test(path))),
  );
  const packages = packagesIn(files);
  check(
    `it holds no package but the add-ons (${packages.join(', ')})`,
    none(packages.filter((name) => !/^(better-sqlite3|keytar|@napi-rs\/keyring.*)$/.test(name))),
  );
  check(
    'it does not hold the command line, which npm brings',
    none(files.filter((p) => p.startsWith('/dist/headless'))),
  );
  const bytes = statSync(archive).size;
  check(
    `it weighs ${(bytes / 1e6).toFixed(1)} MB`,
    bytes > MAX_ARCHIVE_BYTES ? `more than ${MAX_ARCHIVE_BYTES / 1e6} MB` : null,
  );
}

function missing(files: readonly string[]): string[] {
  return [
    '/package.json',
    '/dist/electron/main.js',
    '/dist/electron/preload.cjs',
    '/dist/electron/assets/tray/wellTemplate@2x.png',
    '/dist/renderer/index.html',
    '/node_modules/better-sqlite3/lib/index.js',
    '/node_modules/@napi-rs/keyring/index.js',
    `/node_modules/@napi-rs/keyring-linux-${process.arch}-gnu/package.json`,
  ].filter((path) => !files.includes(path));
}

function packagesIn(files: readonly string[]): string[] {
  const names = files.flatMap((path) => {
    const [, name] = /^\/node_modules\/((?:@[^/]+\/)?[^/]+)\/package\.json$/.exec(path) ?? [];
    return name === undefined ? [] : [name];
  });
  return [...new Set(names)].sort();
}

function checkAddons(archive: string, unpacked: string): void {
  const inArchive = listPackage(archive, { isPack: true }).filter((line) => line.endsWith('.node'));
  check(
    `each add-on lies outside the archive (${inArchive.length})`,
    inArchive.length === 0 ? 'there is none' : none(inArchive.filter((line) => !line.startsWith('unpack'))),
  );
  const addons = readdirSync(unpacked, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.node'),
  );
  const here = new RegExp(`${process.platform}-${process.arch}|build/Release`);
  check('only those of this system are there', none(addons.filter((path) => !here.test(path))));
  for (const addon of addons) check(`${addon} loads from there`, loadProblem(join(unpacked, addon)));
}

function loadProblem(path: string): string | null {
  try {
    createRequire(import.meta.url)(path);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function checkFuses(program: string): Promise<void> {
  const wire = await getCurrentFuseWire(program);
  const wanted: readonly (readonly [FuseV1Options, boolean])[] = [
    [FuseV1Options.RunAsNode, false],
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable, false],
    [FuseV1Options.EnableNodeCliInspectArguments, false],
    [FuseV1Options.EnableCookieEncryption, true],
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation, true],
    [FuseV1Options.OnlyLoadAppFromAsar, true],
    [FuseV1Options.GrantFileProtocolExtraPrivileges, false],
  ];
  for (const [fuse, on] of wanted) {
    const is = wire[fuse] === FuseState.ENABLE;
    check(
      `the fuse ${FuseV1Options[fuse]} is ${on ? 'on' : 'off'}`,
      is === on ? null : `it is ${is ? 'on' : 'off'}`,
    );
  }
}

/** The preload is sandboxed and must stay a few lines that hand on. */
function checkPreload(archive: string): void {
  const text = extractFile(archive, 'dist/electron/preload.cjs').toString('utf8');
  check(
    `the preload is ${text.length} characters of CommonJS that need nothing but electron`,
    text.length < 1_000 && !/require\((?!["'`]electron["'`])|import\s/.test(text) ? null : text.slice(0, 200),
  );
}

/** Runs the extracted archive on simulated accounts and asks its window over IPC. */
async function checkRun(archive: string): Promise<void> {
  const folder = join(WORK, 'extracted');
  extractAll(archive, folder);
  const home = mkdtempSync(join(tmpdir(), 'rota-package-'));
  await using browser = await startBrowser();
  const app = await launch(browser, {
    main: join(folder, 'dist/electron/main.js'),
    args: ['--demo'],
    env: { HOME: home, XDG_STATE_HOME: join(home, 'state'), ROTA_PORT: '0', ELECTRON_DOUBLE_ONLY: '1' },
  });
  try {
    const page = await app.windowWith('main ol h2');
    const reply = await page.evaluate(() =>
      (window as unknown as { rota: { call(...args: unknown[]): Promise<unknown> } }).rota.call(
        'snapshot.get',
        {},
        'en',
      ),
    );
    const accounts = (reply as { readonly value?: { readonly accounts: readonly unknown[] } }).value?.accounts
      .length;
    check(
      `the extracted archive runs under the double: window, IPC, ${accounts} accounts`,
      accounts ? null : JSON.stringify(reply),
    );
    await app.evaluate(({ app: electronApp }) => electronApp.quit());
    check('and quits with 0', (await app.exited) === 0 ? null : app.printed());
  } catch (error) {
    check(
      'the extracted archive runs under the double',
      error instanceof Error ? error.message : String(error),
    );
  } finally {
    await app.kill();
    rmSync(home, { recursive: true, force: true });
  }
}

if (process.platform !== 'linux') {
  process.stdout.write('The check packages for Linux; run it there.\n');
  process.exit(0);
}
if (!existsSync(join(ROOT, 'dist/electron/main.js'))) {
  process.stderr.write('There is nothing to package yet: run npm run build first.\n');
  process.exit(1);
}
const app = packageApp();
const archive = join(app, 'resources/app.asar');
process.stdout.write(`packaged into ${relative(ROOT, app)}\n`);
checkArchive(archive);
checkPreload(archive);
checkAddons(archive, join(app, 'resources/app.asar.unpacked'));
await checkFuses(join(app, 'rota-app'));
await checkRun(archive);
process.stdout.write(failures === 0 ? 'The package is as it should be.\n' : `${failures} checks failed.\n`);
process.exitCode = failures === 0 ? 0 : 1;
