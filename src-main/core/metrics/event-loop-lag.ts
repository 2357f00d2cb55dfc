import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Each sample wakes the process up, so it is neither fine nor begun before somebody wants to know. */
const RESOLUTION_MS = 20;
const NS = 1e-9;

/** How late the event loop was, in seconds, since the last look. */
export interface LoopLag {
  readonly median: number;
  readonly p99: number;
  readonly max: number;
}

/** Measures the event loop from the first look on. */
export class EventLoopLag implements Disposable {
  #monitor: ReturnType<typeof monitorEventLoopDelay> | null = null;

  /** The lag since the last look; null at the first one, which only begins to measure. */
  look(): LoopLag | null {
    if (!this.#monitor) {
      this.#monitor = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
      this.#monitor.enable();
      return null;
    }
    const seconds = (ns: number) => Math.max(0, ns * NS - RESOLUTION_MS / 1_000);
    const lag =
      this.#monitor.count === 0
        ? null
        : {
            median: seconds(this.#monitor.percentile(50)),
            p99: seconds(this.#monitor.percentile(99)),
            max: seconds(this.#monitor.max),
          };
    this.#monitor.reset();
    return lag;
  }

  [Symbol.dispose](): void {
    this.#monitor?.disable();
  }
}
