/**
 * Lets go of request bodies in time. A body is memory outside V8's heap that is freed when the small objects which
 * point at it are collected; V8 collects when its own heap fills, which many small objects bring about and few large
 * bodies do not. So the bodies that were let go are counted, and every so many bytes the young generation is
 * collected, which takes some tenths of a millisecond and saves the marking of the whole heap that the weight of
 * dead bodies would otherwise cause. Once nobody has asked for anything for half a minute, everything is collected and
 * memory given back to the system: most of its life a gateway waits (docs/garbage-collection.md).
 */
import type { Clock } from '../lib/clock.ts';
import type { HeapPort } from '../lib/heap-port.ts';

/** Bytes of bodies that may lie dead before they are collected. */
const COLLECT_AFTER_BYTES = 12 * 1024 * 1024;
/** So long no request was there before everything is collected, in ms: V8 throws compiled code away, too. */
const IDLE_MS = 30_000;
/** Less than this is not worth it, in bytes of bodies … */
const WORTH_COLLECTING_BYTES = 16 * 1024 * 1024;
/** … and of what a request leaves besides its body. */
const REQUEST_BYTES = 4 * 1024;

export class BodyMemory {
  readonly #heap: HeapPort;
  readonly #clock: Clock;
  #deadBytes = 0;
  #scheduled = false;
  #held = 0;
  /** What was let go since everything was collected. */
  #litter = 0;
  #lastReleaseAt = 0;
  #idleTimer: Disposable | null = null;

  constructor(heap: HeapPort, clock: Clock) {
    this.#heap = heap;
    this.#clock = clock;
  }

  /** A body is there; `released` follows in any case. */
  held(): void {
    this.#held++;
  }

  /** A body of so many bytes is no longer needed by anybody. */
  released(byteLength: number): void {
    this.#held--;
    this.#litter += byteLength + REQUEST_BYTES;
    if (this.#held === 0 && this.#litter >= WORTH_COLLECTING_BYTES) {
      this.#lastReleaseAt = this.#clock.monotonic();
      this.#idleTimer ??= this.#clock.after(IDLE_MS, this.#onIdle);
    }
    this.#deadBytes += byteLength;
    if (this.#deadBytes < COLLECT_AFTER_BYTES || this.#scheduled) return;
    this.#scheduled = true;
    // After the sockets of this turn were served, so that no answer waits for it.
    setImmediate(this.#collect);
  }

  readonly #collect = (): void => {
    this.#scheduled = false;
    this.#deadBytes = 0;
    this.#heap.collectYoung();
  };

  readonly #onIdle = (): void => {
    this.#idleTimer = null;
    if (this.#held > 0) return; // the last one to go sets the next time
    const idleMs = this.#clock.monotonic() - this.#lastReleaseAt;
    if (idleMs < IDLE_MS) {
      this.#idleTimer = this.#clock.after(IDLE_MS - idleMs, this.#onIdle);
      return;
    }
    this.#litter = 0;
    this.#heap.collectAll();
  };
}
