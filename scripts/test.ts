/**
 * `npm test`: installs what the tests need where it is missing, then runs all of them. As root on Debian that is
 * Debian packages; elsewhere Playwright's own browser, and the tests that need a Secret Service are skipped and
 * say how to enable them. `ROTA_TEST_INSTALL=0` installs nothing.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { chromium } from 'playwright';

const ROOT = resolve(import.meta.dirname, '..');
const mayInstall = process.env['ROTA_TEST_INSTALL'] !== '0';

/** A program that the tests start, and the Debian package that brings it. */
const NEEDED: readonly { readonly programs: readonly string[]; readonly packages: readonly string[] }[] = [
  { programs: ['/usr/bin/chromium'], packages: ['chromium'] },
  {
    programs: ['/usr/bin/gnome-keyring-daemon', '/usr/bin/dbus-run-session'],
    packages: ['gnome-keyring', 'dbus'],
  },
  { programs: ['/usr/bin/tinyproxy', '/usr/bin/microsocks'], packages: ['tinyproxy', 'microsocks'] },
];

function run(command: string, args: readonly string[]): number {
  const { status, error } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit' });
  if (error) process.stderr.write(`${command} could not be started (${error.message}).\n`);
  return status ?? 1;
}

function installDebianPackages(packages: readonly string[]): void {
  process.stdout.write(`Installing Debian packages for the tests: ${packages.join(' ')}\n`);
  const update = run('apt-get', ['update', '-qq']);
  const install = run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages]);
  if (update !== 0 || install !== 0) {
    process.stderr.write(
      'The packages could not be installed; the tests that need them will be skipped or fail.\n',
    );
  }
}

function prepareMachine(): void {
  const missing = NEEDED.filter(({ programs }) => !programs.every((program) => existsSync(program)));
  const packages = missing.flatMap((need) => need.packages);
  const isDebianRoot = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (packages.length > 0 && mayInstall && isDebianRoot) installDebianPackages(packages);

  if (!existsSync('/usr/bin/gnome-keyring-daemon')) {
    process.stdout.write(
      'The Secret Service tests will be skipped. To enable them: apt-get install gnome-keyring dbus\n',
    );
  }
  const hasBrowser = existsSync('/usr/bin/chromium') || existsSync(chromium.executablePath());
  if (!hasBrowser && mayInstall) run('npx', ['playwright', 'install', 'chromium']);
}

prepareMachine();
const steps: readonly (readonly [string, readonly string[]])[] = [
  ['node', ['scripts/build.ts']],
  ['biome', ['check', '.']],
  ['tsc', ['-p', 'tsconfig.json']],
  ['vitest', ['run', '--project', 'quick', '--project', 'system']],
  ['playwright', ['test', '--config', 'tests/browser/playwright.config.ts']],
  ['playwright', ['test', '--config', 'tests/electron/playwright.config.ts']],
  ['node', ['scripts/package-check.ts']],
];
for (const [command, args] of steps) {
  process.stdout.write(`\n> ${command} ${args.join(' ')}\n`);
  const status = run(command, args);
  if (status !== 0) process.exit(status);
}
