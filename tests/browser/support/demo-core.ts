import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ENTRY = fileURLToPath(new URL('../../../src-main/headless/rota.ts', import.meta.url));
const START_TIMEOUT_MS = 60_000;

/** A real headless Rota. */
export interface RealCore {
  /** The link that opens the page once. */
  readonly link: string;
  stop(): Promise<void>;
}

/** A real headless Rota on simulated accounts. */
export type DemoCore = RealCore;

/**
 * Starts `rota start --demo` on a free port and waits until its one-time link is printed. `environment` is added to
 * that of this process, e.g. another home folder.
 */
export function startDemoCore(environment: Readonly<Record<string, string>> = {}): Promise<DemoCore> {
  return startCore(['--demo'], environment);
}

/**
 * Starts `rota start` on a data folder, with the master key in a file there and not in this machine's keychain. It has
 * no account, so it asks nobody for anything.
 */
export function startFolderCore(folder: string): Promise<RealCore> {
  // `--open` prints the link; without a PATH there is no browser that it could open besides the test's own.
  return startCore(['--open', '--data-dir', folder], {
    HOME: folder,
    USERPROFILE: folder,
    PATH: '',
    ROTA_KEY_STORE: 'file',
  });
}

async function startCore(
  options: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<RealCore> {
  const child = spawn(process.execPath, [ENTRY, 'start', ...options], {
    env: { ...process.env, ...environment, ROTA_PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const link = await linkOf(child).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  return {
    link,
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

function linkOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const timer = setTimeout(
      () => reject(new Error(`No link after a minute:\n${printed}`)),
      START_TIMEOUT_MS,
    );
    const onData = (chunk: Buffer) => {
      printed += chunk.toString('utf8');
      const link = /https?:\/\/\S+\/#login=[\w-]{32,}/.exec(printed)?.[0];
      if (link === undefined) return;
      clearTimeout(timer);
      resolve(link);
    };
    child.stdout?.on('data', onData);
    child.stderr?.on('data', onData);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`Rota ended with ${code}:\n${printed}`));
    });
  });
}
