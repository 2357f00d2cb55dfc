import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import ElectronStore from 'electron-store';
import { type Core, createCore } from '../core/create-core.ts';
import { systemClock } from '../core/lib/clock.ts';
import type { CloserStack } from '../core/lib/closer.ts';
import { randomToken, systemRandom } from '../core/lib/random.ts';
import { RotaError } from '../core/lib/result.ts';
import { Secret } from '../core/lib/secret.ts';
import { LOG_LEVELS, type LogLevel } from '../core/logging/log-line.ts';
import { createShellLogs } from '../core/logging/shell-logs.ts';
import type { CodeCapture } from '../core/oauth/code-capture.ts';
import type { CorePorts, SettingsChoice, ShellPort } from '../core/ports.ts';
import { parseKeyStoreChoice } from '../core/vault/choose-key-store.ts';
import { dashboardFolder } from '../shell/dashboard-folder.ts';
import type { Demo } from '../shell/demo.ts';
import { writeRunFile } from '../shell/run-file.ts';
import { rotaVersion } from '../shell/version.ts';
import type { AppOptions } from './app-options.ts';

export interface OpenCoreOptions {
  readonly options: AppOptions;
  readonly dataDir: string;
  readonly captures: readonly CodeCapture[];
  readonly shell: ShellPort;
}

/** Starts the core in the app's main process. Throws a `RotaError` with one sentence where something stands in the way. */
export async function openCore(
  { options, dataDir, captures, shell }: OpenCoreOptions,
  closers: CloserStack,
): Promise<Core> {
  const demo = options.demo ? await openDemo(dataDir, closers) : null;
  const requested = parseKeyStoreChoice(process.env['ROTA_KEY_STORE']);
  if (!requested.ok) throw new RotaError(requested.error.code, requested.error.message);
  const controlToken = new Secret(randomToken(systemRandom));
  const version = rotaVersion();
  const logs = createShellLogs({
    console: (line) => process.stderr.write(line),
    folder: logFolder(dataDir),
    clock: systemClock,
  });
  closers.add(() => logs.close());
  const ports: CorePorts = {
    version,
    clock: systemClock,
    random: systemRandom,
    logger: logs.logger,
    logLevel: levelOf(process.env['ROTA_LOG_LEVEL']),
    environment: { ...process.env, ...demo?.environment },
    platform: process.platform,
    uid: process.getuid?.() ?? null,
    homeDir: homedir(),
    dataDir,
    settings: demo === null ? chooseSettings(options.configFile) : STORE,
    secrets: demo === null ? { kind: 'vault', requested: requested.value } : { kind: 'memory' },
    host: null,
    port: options.port,
    controlToken,
    dashboardDir: dashboardFolder(),
    simulated: demo !== null,
    captures,
    shell,
    // Electron's V8 also runs Chromium's own heap; flags that change its collector at run time are not for it.
    collectYoung: () => {},
  };
  const core = await createCore(ports);
  closers.add(() => core.close());
  const runFile = await writeRunFile(dataDir, { url: core.url, version, controlToken });
  closers.add(() => runFile.close());
  await demo?.signIn(core.url, controlToken.reveal());
  void logs.open();
  return core;
}

/** Where the rotating log files are. */
export function logFolder(dataDir: string): string {
  return join(dataDir, 'logs');
}

/** What is no level leaves it to the settings. */
function levelOf(text: string | undefined): LogLevel | null {
  return LOG_LEVELS.find((level) => level === text?.toLowerCase()) ?? null;
}

const STORE: SettingsChoice = {
  kind: 'store',
  base: ElectronStore as unknown as Extract<SettingsChoice, { kind: 'store' }>['base'],
};

function chooseSettings(configFile: string | null): SettingsChoice {
  return configFile === null ? STORE : { kind: 'file', path: resolve(homedir(), configFile) };
}

async function openDemo(dataDir: string, closers: CloserStack): Promise<Demo> {
  const { prepareDemo } = await import('../shell/demo.ts');
  const demo = await prepareDemo(dataDir);
  closers.add(() => demo.close());
  return demo;
}
