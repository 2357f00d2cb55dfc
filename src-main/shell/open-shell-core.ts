import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Core, createCore } from '../core/create-core.ts';
import { systemClock } from '../core/lib/clock.ts';
import type { CloserStack } from '../core/lib/closer.ts';
import type { HeapPort } from '../core/lib/heap-port.ts';
import { randomToken, systemRandom } from '../core/lib/random.ts';
import { Secret } from '../core/lib/secret.ts';
import { startError } from '../core/lib/start-failure.ts';
import { createShellLogs, type ShellLogs } from '../core/logging/shell-logs.ts';
import type { CorePorts, SettingsChoice, ShellPort } from '../core/ports.ts';
import type { ConfClass } from '../core/settings/conf-class.ts';
import { parseKeyStoreChoice } from '../core/vault/choose-key-store.ts';
import { dashboardFolder } from './dashboard-folder.ts';
import { defaultDataFolder } from './data-folder.ts';
import type { Demo } from './demo.ts';
import { writeRunFile } from './run-file.ts';
import { rotaVersion } from './version.ts';

/** What a shell decides by itself; everything else is the same in all of them. */
export interface ShellStart
  extends Pick<CorePorts, 'host' | 'port' | 'logLevel' | 'environment' | 'platform' | 'captures'> {
  /** Run on simulated accounts. */
  readonly demo: boolean;
  /** The data folder that was asked for; null for the platform's own, and in a demo for a scratch folder. */
  readonly dataDir: string | null;
  /** The settings file that is in charge of this run, absolute, or null; a demo has settings of its own. */
  readonly configFile: string | null;
  /** Loads the class behind the app's own settings; not called where a file is in charge. */
  readonly loadStore: () => ConfClass | Promise<ConfClass>;
  /** Takes a readable line of the log. */
  readonly console: (line: string) => void;
  readonly shell: (logFolder: string) => ShellPort;
  /** Prepares the heap, as the last step before the core starts. */
  readonly tuneHeap: () => HeapPort;
}

export interface StartedCore {
  readonly core: Core;
  /** To be opened once the start is over. */
  readonly logs: Pick<ShellLogs, 'open'>;
}

/**
 * Starts the core with what all shells have in common, and leaves `run.json` while it runs. Throws a `RotaError` where
 * something stands in the way. What is opened goes to `closers`.
 */
export async function openShellCore(start: ShellStart, closers: CloserStack): Promise<StartedCore> {
  const { environment, platform, host, port, logLevel, captures } = start;
  const demo = start.demo ? await openDemo(start.dataDir, closers) : null;
  const surroundings = { env: environment, platform, homeDir: homedir() };
  const dataDir = resolve(demo?.dataDir ?? start.dataDir ?? defaultDataFolder(surroundings));
  const requested = parseKeyStoreChoice(environment['ROTA_KEY_STORE']);
  if (!requested.ok) throw startError(requested.error);
  const controlToken = new Secret(randomToken(systemRandom));
  const version = rotaVersion();
  const folder = logFolder(dataDir);
  const logs = createShellLogs({ console: start.console, folder, clock: systemClock });
  closers.add(() => logs.close());

  const core = await createCore({
    version,
    clock: systemClock,
    random: systemRandom,
    logger: logs.logger,
    logLevel: logLevel ?? null,
    environment: { ...environment, ...demo?.environment },
    platform,
    uid: process.getuid?.() ?? null,
    homeDir: homedir(),
    dataDir,
    settings: await chooseSettings(demo === null ? start.configFile : null, start.loadStore),
    secrets: demo ? { kind: 'memory' } : { kind: 'vault', requested: requested.value },
    host,
    port,
    controlToken,
    dashboardDir: dashboardFolder(),
    simulated: demo !== null,
    captures,
    shell: start.shell(folder),
    heap: start.tuneHeap(),
  });
  closers.add(() => core.close());
  const runFile = await writeRunFile(dataDir, { url: core.url, version, controlToken });
  closers.add(() => runFile.close());
  await demo?.signIn(core.url, controlToken.reveal());
  return { core, logs };
}

/** Where the rotating log files of a data folder are. */
export function logFolder(dataDir: string): string {
  return join(dataDir, 'logs');
}

/** Only the app's own settings need the store's library; a `--config` file starts faster without it. */
async function chooseSettings(
  configFile: string | null,
  loadStore: ShellStart['loadStore'],
): Promise<SettingsChoice> {
  return configFile === null
    ? { kind: 'store', base: await loadStore() }
    : { kind: 'file', path: configFile };
}

async function openDemo(dataDir: string | null, closers: CloserStack): Promise<Demo> {
  const { prepareDemo } = await import('./demo.ts');
  const demo = await prepareDemo(dataDir);
  closers.add(() => demo.close());
  return demo;
}
