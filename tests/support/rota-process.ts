/** The built program as a process of its own, as a user starts it. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const PROGRAM = resolve(import.meta.dirname, '../../dist/headless/rota.js');
const START_TIMEOUT_MS = 30_000;
const READY = /^Rota is ready at (http:\/\/\S+)$/m;

export interface RotaProcess extends AsyncDisposable {
  readonly url: string;
  readonly dataDir: string;
  readonly pid: number;
  readonly child: ChildProcess;
  /** Everything written so far. */
  readonly output: { stdout: string; stderr: string };
  /** Resolves with the exit code once the process has ended. */
  readonly exited: Promise<number | null>;
  /** Ends it with SIGTERM and waits. */
  stop(): Promise<number | null>;
}

export interface CommandResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts `rota start` and resolves when its one line stands on stdout; rejects with what it said where it ends before. */
export function startRota(
  dataDir: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<RotaProcess> {
  const child = spawn(process.execPath, [program(), 'start', '--data-dir', dataDir, '--port', '0', ...args], {
    env: { ...cleanEnvironment(), ROTA_KEY_STORE: 'file', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  const exited = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
  child.stderr.on('data', (chunk: Buffer) => {
    output.stderr += chunk.toString();
  });
  return new Promise((done, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`rota did not get ready:\n${output.stderr}`));
    }, START_TIMEOUT_MS);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`rota ended with ${code}:\n${output.stderr}`));
    });
    child.stdout.on('data', (chunk: Buffer) => {
      output.stdout += chunk.toString();
      const url = READY.exec(output.stdout)?.[1];
      if (!url) return;
      clearTimeout(timer);
      const stop = () => {
        if (child.exitCode === null) child.kill('SIGTERM');
        return exited;
      };
      done({
        url,
        dataDir,
        pid: child.pid!,
        child,
        output,
        exited,
        stop,
        [Symbol.asyncDispose]: async () => void (await stop()),
      });
    });
  });
}

/** Runs one command to its end. */
export function runRota(
  dataDir: string,
  args: readonly string[],
  options: { readonly input?: string; readonly env?: Readonly<Record<string, string>> } = {},
): CommandResult {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program(), ...args], {
    env: { ...cleanEnvironment(), ROTA_KEY_STORE: 'file', ROTA_DATA_DIR: dataDir, ...options.env },
    input: options.input ?? '',
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}

/** The client key of a running instance. */
export function clientKeyOf(dataDir: string): string {
  const { stdout, stderr, status } = runRota(dataDir, ['key', 'client']);
  if (status !== 0) throw new Error(`rota key client failed: ${stderr}`);
  return stdout.trim();
}

/** `ROTA_PROGRAM` names another build than the one in dist. */
function program(): string {
  return process.env['ROTA_PROGRAM'] ?? PROGRAM;
}

/** Nothing of the caller's own settings, proxies or keys reaches the program. */
function cleanEnvironment(): Record<string, string> {
  const { PATH = '', HOME = '', TMPDIR = '/tmp' } = process.env;
  return { PATH, HOME, TMPDIR, LANG: 'C.UTF-8' };
}
