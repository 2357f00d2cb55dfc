/**
 * Writes for the end of a turn of the event loop, when every socket that had something has been read. A write to a socket
 * wakes whoever waits at its other end, and on most machines that costs more than the write; writes that follow each
 * other find them awake.
 */
export class TurnEnd {
  #writes: (() => void)[] = [];

  /** Calls `write` at the end of this turn, after what was put off earlier. */
  putOff(write: () => void): void {
    this.#writes.push(write);
    if (this.#writes.length === 1) setImmediate(this.#run);
  }

  readonly #run = (): void => {
    const writes = this.#writes;
    this.#writes = [];
    runAll(writes);
  };
}

/** A write that throws is a fault of ours and ends the process elsewhere; what others put off is done all the same. */
function runAll(writes: readonly (() => void)[]): void {
  let at = 0;
  try {
    while (at < writes.length) writes[at++]!();
  } finally {
    if (at < writes.length) setImmediate(runAll, writes.slice(at));
  }
}
