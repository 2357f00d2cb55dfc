/**
 * Work for the end of a turn of the event loop, when every socket that had something has been read. A write to a socket
 * wakes whoever waits at its other end, and on most machines that costs more than the write; writes that follow each
 * other find them awake. What nobody waits for comes after them, still in the same turn: a turn of its own would cost
 * another question to the system.
 */
export class TurnEnd {
  #writes: (() => void)[] = [];
  #rest: (() => void)[] = [];
  #isScheduled = false;

  /** Calls `write` at the end of this turn, after what was put off earlier. */
  putOff(write: () => void): void {
    this.#writes.push(write);
    this.#schedule();
  }

  /** Calls `work` after the writes of this turn and what follows directly from them. */
  putOffLast(work: () => void): void {
    this.#rest.push(work);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(this.#runWrites);
    setImmediate(this.#runRest);
  }

  readonly #runWrites = (): void => {
    const writes = this.#writes;
    this.#writes = [];
    runAll(writes);
  };

  readonly #runRest = (): void => {
    this.#isScheduled = false;
    const rest = this.#rest;
    this.#rest = [];
    // Writes that came in the meantime have their own turn.
    if (this.#writes.length > 0) this.#schedule();
    runAll(rest);
  };
}

/** Work that throws is a fault of ours and ends the process elsewhere; what others put off is done all the same. */
function runAll(works: readonly (() => void)[]): void {
  let at = 0;
  try {
    while (at < works.length) works[at++]!();
  } finally {
    if (at < works.length) setImmediate(runAll, works.slice(at));
  }
}
