/** The two processes of the harness as seen by the orchestrator: the load generator and the upstream. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Spread, spread } from './arithmetic.ts';
import type { Children } from './children.ts';
import type { LoadJob, LoadResult } from './load-job.ts';
import { processTree } from './proc.ts';
import type { RunningSubject } from './subject.ts';
import type { UpstreamReady, UpstreamSeen } from './upstream.ts';

type LoadReply =
  | { readonly ok: true; readonly result: LoadResult }
  | { readonly ok: false; readonly message: string };

/** A job without what follows from the subject it is for. */
export type Load = Omit<LoadJob, 'target'>;

/** The machine's counters move in steps of 10 ms, too coarse for a shorter stretch. */
const SHORTEST_FOR_NOISE_MS = 200;

/** How much of one core others took away from the measured stretches, as shares of their length. */
export interface Noise {
  readonly otherShare: Spread;
  readonly stolenShare: Spread;
}

export class UpstreamWorker {
  readonly url: string;
  readonly pid: number;
  readonly #process: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#process = child;
    this.pid = child.pid!;
    this.url = `http://127.0.0.1:${port}`;
  }

  static async start(children: Children): Promise<UpstreamWorker> {
    const child = children.startWorker(fileURLToPath(new URL('./upstream.ts', import.meta.url)));
    const { port } = await nextMessage<UpstreamReady>(child);
    return new UpstreamWorker(child, port);
  }

  /** What it saw since the last question. */
  async seen(): Promise<UpstreamSeen> {
    this.#process.send('seen');
    return nextMessage<UpstreamSeen>(this.#process);
  }
}

export class LoadWorker {
  readonly pid: number;
  readonly #process: ChildProcess;
  readonly #upstreamPid: number;
  readonly #otherShares: number[] = [];
  readonly #stolenShares: number[] = [];

  private constructor(child: ChildProcess, upstreamPid: number) {
    this.#process = child;
    this.pid = child.pid!;
    this.#upstreamPid = upstreamPid;
  }

  static async start(children: Children, upstream: UpstreamWorker): Promise<LoadWorker> {
    const child = children.startWorker(fileURLToPath(new URL('./load.ts', import.meta.url)));
    await nextMessage(child);
    return new LoadWorker(child, upstream.pid);
  }

  /** Puts the load on a subject; one at a time. Failed requests are part of the result. */
  async run(subject: RunningSubject, load: Load): Promise<LoadResult> {
    const job: LoadJob = {
      ...load,
      target: {
        url: subject.url,
        authorization: subject.authorization,
        pids: subject.pid === null ? [] : processTree(subject.pid),
        upstreamPid: this.#upstreamPid,
      },
    };
    this.#process.send(job);
    const reply = await nextMessage<LoadReply>(this.#process);
    if (!reply.ok) throw new Error(`The load generator broke: ${reply.message}`);
    const { elapsedMs, otherBusyMs, stolenMs } = reply.result;
    if (elapsedMs >= SHORTEST_FOR_NOISE_MS) {
      this.#otherShares.push(otherBusyMs / elapsedMs);
      this.#stolenShares.push(stolenMs / elapsedMs);
    }
    return reply.result;
  }

  /** Over all stretches so far that were long enough; null without one. */
  noise(): Noise | null {
    if (this.#otherShares.length === 0) return null;
    return { otherShare: spread(this.#otherShares), stolenShare: spread(this.#stolenShares) };
  }
}

async function nextMessage<Message>(child: ChildProcess): Promise<Message> {
  const settled = new AbortController();
  const { signal } = settled;
  const message = once(child, 'message', { signal }).then(([value]) => value as Message);
  const exit = once(child, 'exit', { signal }).then(() => {
    throw new Error('A process of the harness ended unexpectedly.');
  });
  try {
    return await Promise.race([message, exit]);
  } finally {
    settled.abort();
    await Promise.allSettled([message, exit]);
  }
}
