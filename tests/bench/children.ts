/** Starts the benchmark's child processes and ends every one of them, also when a run breaks off. */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { processTree } from './proc.ts';

const READY_WITHIN_MS = 20_000;
const STOP_WITHIN_MS = 5_000;
const LOG_TAIL_CHARS = 600;

export interface ServerProcess {
  readonly pid: number;
  /** Resolves with the first line of standard output that matches; rejects when the process ends before. */
  lineMatching(pattern: RegExp): Promise<RegExpExecArray>;
  /** The end of what it wrote to standard error. */
  logTail(): string;
  readonly hasEnded: boolean;
  stop(): Promise<void>;
}

export class Children {
  readonly #running = new Set<ChildProcess>();
  readonly #scratchDir: string;
  #started = 0;

  /** `scratchDir` receives what the children write to standard error. */
  constructor(scratchDir: string) {
    this.#scratchDir = scratchDir;
  }

  /** Starts a server; `env` is its whole environment, so that no proxy setting of the caller reaches it. */
  startServer(command: string, args: readonly string[], env: NodeJS.ProcessEnv): ServerProcess {
    const logFile = join(this.#scratchDir, `child-${++this.#started}.log`);
    const log = openSync(logFile, 'w');
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', log] });
    closeSync(log);
    this.#keep(child);
    let output = '';
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      if (output.length < 64 * 1024) output += text;
    });
    const logTail = () => readFileSync(logFile, 'utf8').slice(-LOG_TAIL_CHARS).trim();
    return {
      pid: child.pid ?? -1,
      logTail,
      get hasEnded() {
        return hasEnded(child);
      },
      lineMatching: async (pattern) => {
        const deadline = AbortSignal.timeout(READY_WITHIN_MS);
        for (;;) {
          const match = pattern.exec(output);
          if (match) return match;
          if (hasEnded(child)) throw new Error(`${command} ended before it was ready: ${logTail()}`);
          if (deadline.aborted) throw new Error(`${command} was not ready after 20 s: ${logTail()}`);
          await firstOf(child, deadline);
        }
      },
      stop: () => endProcess(child),
    };
  }

  /** Starts a worker of the harness that talks over Node's IPC channel. */
  startWorker(modulePath: string): ChildProcess {
    const child = fork(modulePath, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.#keep(child);
    return child;
  }

  /** Ends everything at once, with what the children started themselves; for the end of a run and for signals. */
  killAll(): void {
    for (const child of this.#running) {
      if (child.pid === undefined || hasEnded(child)) continue;
      killTree(child.pid);
    }
  }

  #keep(child: ChildProcess): void {
    this.#running.add(child);
    child.on('error', () => this.#running.delete(child));
    child.on('exit', () => this.#running.delete(child));
  }
}

function killTree(pid: number): void {
  try {
    for (const member of processTree(pid)) process.kill(member, 'SIGKILL');
  } catch {
    // It has ended by itself in the meantime, and what it started ends with it.
  }
}

/** The environment of a subject: nothing of the caller's but the search path. */
export function bareEnvironment(home: string): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'] ?? '', HOME: home, LANG: 'C.UTF-8', NO_PROXY: '*' };
}

/** Waits for whatever may change the picture: output, the end, or the deadline. */
async function firstOf(child: ChildProcess, deadline: AbortSignal): Promise<void> {
  const settled = new AbortController();
  const signal = AbortSignal.any([deadline, settled.signal]);
  const events = [once(child.stdout!, 'data', { signal }), once(child, 'exit', { signal })];
  await Promise.race(events).catch(() => {});
  settled.abort();
  await Promise.allSettled(events);
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await exited;
  clearTimeout(timer);
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}
