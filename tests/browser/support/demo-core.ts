import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ENTRY = fileURLToPath(new URL('../../../src-main/headless/rota.ts', import.meta.url));
const START_TIMEOUT_MS = 60_000;

/** A real headless Rota on simulated accounts. */
export interface DemoCore {
  /** The link that opens the page once. */
  readonly link: string;
  stop(): Promise<void>;
}

/**
 * Starts `rota start --demo` on a free port and waits until its one-time link is printed. `environment` is added to
 * that of this process, e.g. another home folder.
 */
export async function startDemoCore(environment: Readonly<Record<string, string>> = {}): Promise<DemoCore> {
  const child = spawn(process.execPath, [ENTRY, 'start', '--demo'], {
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
