import { isAtLeast, type LogLevel, type LogLine } from './log-line.ts';

/** Which lines are wanted. */
export interface LogQuery {
  /** At most so many, the newest. */
  readonly limit: number;
  readonly level: LogLevel;
  /** Only lines with a higher number. */
  readonly after?: number | undefined;
}

/** The last lines of this run. */
export class LogRing {
  readonly #capacity: number;
  #lines: LogLine[] = [];
  #count = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  push(line: Omit<LogLine, 'number'>): void {
    this.#lines.push({ number: ++this.#count, ...line });
    // Cut once in a while, so that a line costs no shifting of the others.
    if (this.#lines.length >= 2 * this.#capacity) this.#lines = this.#lines.slice(-this.#capacity);
  }

  /** Oldest first. */
  recent({ limit, level, after = 0 }: LogQuery): readonly LogLine[] {
    return this.#lines
      .slice(-this.#capacity)
      .filter((line) => line.number > after && isAtLeast(line.level, level))
      .slice(-limit);
  }
}
