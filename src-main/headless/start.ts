/** `rota start`: the core under a plain Node process, until a signal ends it. */
import { resolve } from 'node:path';
import type { Core } from '../core/create-core.ts';
import { systemClock } from '../core/lib/clock.ts';
import { CloserStack } from '../core/lib/closer.ts';
import { RotaError } from '../core/lib/result.ts';
import type { ConfClass } from '../core/settings/conf-class.ts';
import { openShellCore } from '../shell/open-shell-core.ts';
import { tuneV8 } from '../shell/v8-tuning.ts';
import type { CommandIo } from './command-io.ts';
import { localeOfEnvironment } from './environment-locale.ts';
import { headlessShell } from './headless-shell.ts';
import { openInBrowser } from './open-browser.ts';
import type { StartOptions } from './start-options.ts';
import { startProblem } from './start-problem.ts';

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
    io.stderr.write(`${startProblem(error, localeOfEnvironment(io.env))}\n`);
    return 1;
  }
}

async function open(options: StartOptions, io: CommandIo, closers: CloserStack): Promise<Core> {
  const { core, logs } = await openShellCore(
    {
      demo: options.demo,
      dataDir: options.dataDir,
      configFile: options.configFile === null ? null : resolve(options.configFile),
      loadStore: async () => (await import('conf')).default as unknown as ConfClass,
      console: (line) => io.stderr.write(line),
      host: options.host,
      port: options.port,
      logLevel: options.logLevel,
      environment: io.env,
      platform: io.platform,
      captures: [],
      shell: (logFolder) => headlessShell({ logFolder }),
      tuneHeap: tuneV8,
    },
    closers,
  );
  io.stdout.write(`Rota is ready at ${core.url}\n`);
  if (options.demo) io.stderr.write(demoHints(core));
  if (options.open) openDashboard(core, io);
  systemClock.after(LOG_FILE_DELAY_MS, () => void logs.open());
  return core;
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
