/**
 * Ties processes to one core. With one connection client, subject and upstream work strictly in turn; left
 * to itself the kernel puts them now on one core, now on two, and waking a sleeping core of a virtual
 * machine takes longer than the request. On one core the figures are the work alone, and they repeat.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Cores this process may run on, in the kernel's notation, e.g. `0-1`. */
function allowedCores(): string {
  const match = /^Cpus_allowed_list:\s+(\S+)$/m.exec(readFileSync('/proc/self/status', 'utf8'));
  if (!match) throw new Error('/proc does not name the cores of this process.');
  return match[1]!;
}

/** False where util-linux's `taskset` is missing. */
export function canPin(): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, 'taskset')));
}

/** Runs `work` with the main threads of the processes on one and the same core; helper threads stay free. */
export async function onOneCore<Outcome>(
  pids: readonly number[],
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  const cores = allowedCores();
  const last = cores.split(/[,-]/).at(-1)!;
  setCores(pids, last);
  try {
    return await work();
  } finally {
    setCores(pids, cores);
  }
}

function setCores(pids: readonly number[], cores: string): void {
  for (const pid of pids) {
    execFileSync('taskset', ['--pid', '--cpu-list', cores, String(pid)], { stdio: 'ignore' });
  }
}
