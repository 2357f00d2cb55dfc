/**
 * Lets go of request bodies in time. A body is memory outside V8's heap that is freed when the small objects which
 * point at it are collected; V8 collects when its own heap fills, which many small objects bring about and few large
 * bodies do not. So the bodies that were let go are counted, and every so many bytes the young generation is
 * collected, which takes some tenths of a millisecond and saves the marking of the whole heap that the weight of
 * dead bodies would otherwise cause (docs/garbage-collection.md).
 */

/** Bytes of bodies that may lie dead before they are collected. */
const COLLECT_AFTER_BYTES = 12 * 1024 * 1024;

export class BodyMemory {
  readonly #collectYoung: () => void;
  #deadBytes = 0;
  #scheduled = false;

  /** @param collectYoung collects the young generation; the shell knows how */
  constructor(collectYoung: () => void) {
    this.#collectYoung = collectYoung;
  }

  /** A body of so many bytes is no longer needed by anybody. */
  released(byteLength: number): void {
    this.#deadBytes += byteLength;
    if (this.#deadBytes < COLLECT_AFTER_BYTES || this.#scheduled) return;
    this.#scheduled = true;
    // After the sockets of this turn were served, so that no answer waits for it.
    setImmediate(this.#collect);
  }

  readonly #collect = (): void => {
    this.#scheduled = false;
    this.#deadBytes = 0;
    this.#collectYoung();
  };
}
