/** `rota start`: the core under a plain Node process, until a signal ends it. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Core, createCore } from '../core/create-core.ts';
import { systemClock } from '../core/lib/clock.ts';
import { CloserStack } from '../core/lib/closer.ts';
import { randomToken, systemRandom } from '../core/lib/random.ts';
import { RotaError } from '../core/lib/result.ts';
import { Secret } from '../core/lib/secret.ts';
import { createShellLogs } from '../core/logging/shell-logs.ts';
import type { SettingsChoice } from '../core/ports.ts';
import { parseKeyStoreChoice } from '../core/vault/choose-key-store.ts';
import { dashboardFolder } from '../shell/dashboard-folder.ts';
import { defaultDataFolder } from '../shell/data-folder.ts';
import type { Demo } from '../shell/demo.ts';
import { writeRunFile } from '../shell/run-file.ts';
import { tuneV8 } from '../shell/v8-tuning.ts';
import { rotaVersion } from '../shell/version.ts';
import type { CommandIo } from './command-io.ts';
import { headlessShell } from './headless-shell.ts';
import { openInBrowser } from './open-browser.ts';
import { portOwner } from './port-owner.ts';
import type { StartOptions } from './start-options.ts';

/** Longest wait for the last proxied stream after the first signal, in ms. */
const MAX_DRAIN_MS = 10 * 60_000;

/** The log file is opened when the first answers are likely to be out, in ms. */
const LOG_FILE_DELAY_MS = 1_000;

/** Runs until a signal; resolves with the exit code. What goes wrong before is one sentence on stderr and code 1. */
export async function start(options: StartOptions, io: CommandIo): Promise<number> {
  const closers = new CloserStack();
  try {
    const core = await open(options, io, closers);
    await untilSignalled(core, io);
    if (!options.demo) tellOfConnectedFiles(core, io);
    await closers.close();
    return 0;
  } catch (error) {
    await closers.close().catch(() => {});
    if (!(error instanceof RotaError)) throw error;
    io.stderr.write(`${withPortOwner(error)}\n`);
    return 1;
  }
}

async function open(options: StartOptions, io: CommandIo, closers: CloserStack): Promise<Core> {
  const demo = options.demo ? await openDemo(options, closers) : null;
  const surroundings = { env: io.env, platform: io.platform, homeDir: homedir() };
  const dataDir = resolve(demo?.dataDir ?? options.dataDir ?? defaultDataFolder(surroundings));
  const requested = parseKeyStoreChoice(io.env['ROTA_KEY_STORE']);
  if (!requested.ok) throw new RotaError(requested.error.code, requested.error.message);
  const controlToken = new Secret(randomToken(systemRandom));
  const version = rotaVersion();

  const logFolder = join(dataDir, 'logs');
  const logs = createShellLogs({
    console: (line) => io.stderr.write(line),
    folder: logFolder,
    clock: systemClock,
  });
  closers.add(() => logs.close());

  const core = await createCore({
    version,
    clock: systemClock,
    random: systemRandom,
    logger: logs.logger,
    logLevel: options.logLevel,
    environment: { ...io.env, ...demo?.environment },
    platform: io.platform,
    uid: process.getuid?.() ?? null,
    homeDir: homedir(),
    dataDir,
    settings: await chooseSettings(demo ? null : options.configFile),
    secrets: demo ? { kind: 'memory' } : { kind: 'vault', requested: requested.value },
    host: options.host,
    port: options.port,
    controlToken,
    dashboardDir: dashboardFolder(),
    simulated: demo !== null,
    captures: [],
    shell: headlessShell({ logFolder }),
    collectYoung: tuneV8(),
  });
  closers.add(() => core.close());
  const runFile = await writeRunFile(dataDir, { url: core.url, version, controlToken });
  closers.add(() => runFile.close());
  await demo?.signIn(core.url, controlToken.reveal());
  io.stdout.write(`Rota is ready at ${core.url}\n`);
  if (demo) io.stderr.write(demoHints(core));
  if (options.open) openDashboard(core, io);
  systemClock.after(LOG_FILE_DELAY_MS, () => void logs.open());
  return core;
}

async function openDemo(options: StartOptions, closers: CloserStack): Promise<Demo> {
  const { prepareDemo } = await import('../shell/demo.ts');
  const demo = await prepareDemo(options.dataDir);
  closers.add(() => demo.close());
  return demo;
}

/** Only the app's own settings need the store's library; a `--config` file starts faster without it. */
async function chooseSettings(configFile: string | null): Promise<SettingsChoice> {
  if (configFile !== null) return { kind: 'file', path: resolve(configFile) };
  const { default: Conf } = await import('conf');
  return { kind: 'store', base: Conf as unknown as Extract<SettingsChoice, { kind: 'store' }>['base'] };
}

function demoHints(core: Core): string {
  const key = core.clientKey().reveal();
  const body =
    '{"model":"claude-sonnet-5-5","max_tokens":100,"messages":[{"role":"user","content":"hello"}]}';
  return `
The accounts are simulated; nothing leaves this machine. Try it in another terminal:

  curl -s ${core.url}/v1/messages -H 'authorization: Bearer ${key}' -H 'anthropic-version: 2023-06-01' -H 'content-type: application/json' -d '${body}'

  ANTHROPIC_BASE_URL=${core.url} ANTHROPIC_AUTH_TOKEN=${key} claude -p 'say hi'

The dashboard (this link signs in once, within two minutes): ${core.dashboardLink()}

`;
}

function openDashboard(core: Core, io: CommandIo): void {
  const link = core.dashboardLink();
  io.stderr.write(`The dashboard (this link signs in once, within two minutes): ${link}\n`);
  (io.openUrl ?? ((url: string) => openInBrowser(url, io.platform)))(link);
}

/** Waits for SIGTERM or SIGINT, then for the last proxied stream; a second signal ends the wait. */
function untilSignalled(core: Core, io: CommandIo): Promise<void> {
  return new Promise((resolve) => {
    let draining = false;
    const onSignal = () => {
      if (draining) {
        resolve();
        return;
      }
      draining = true;
      const limit = systemClock.after(MAX_DRAIN_MS, resolve);
      if (core.openRequests() > 0) {
        io.stderr.write('Waiting for open requests to end; a second signal ends them at once.\n');
      }
      core.drain().then(() => {
        limit[Symbol.dispose]();
        resolve();
      });
    };
    process.on('SIGTERM', onSignal);
    process.on('SIGINT', onSignal);
  });
}

/** A process without a desktop is started and stopped by others; it leaves Claude Code's settings as they are. */
function tellOfConnectedFiles(core: Core, io: CommandIo): void {
  const files = core.claudeCode.connectedFiles();
  if (files.length === 0) return;
  io.stderr.write(
    `Claude Code still points here and does not work until Rota runs again: ${files.join(', ')}\n`,
  );
}

function withPortOwner(error: RotaError): string {
  const port = error.code === 'port-in-use' ? Number(/Port (\d+)/.exec(error.message)?.[1]) : Number.NaN;
  const owner = Number.isNaN(port) ? null : portOwner(port);
  return owner === null
    ? error.message
    : `${error.message.replace('another program', owner)} Choose another one with --port.`;
}
