import type { Clock } from '../lib/clock.ts';
import { isAtLeast, type LogLevel, type LogLine } from './log-line.ts';
import { type LogQuery, LogRing } from './log-ring.ts';
import type { LogFields, Logger } from './logger.ts';
import { safeFields, safeText } from './safe-fields.ts';

/** Lines that are kept in memory. */
const RING_LINES = 2_000;

export interface LogsOptions {
  /** Where lines go: the shell's console and file. */
  readonly sink: Logger;
  readonly clock: Pick<Clock, 'now'>;
  /** Asked at every line, so that it can change while the program runs. */
  readonly level: () => LogLevel;
}

/** The core's log: decides which lines are said, makes them safe, remembers the last ones and hands them to the sink. */
export class Logs {
  readonly logger: Logger;
  readonly #ring = new LogRing(RING_LINES);
  readonly #options: LogsOptions;

  constructor(options: LogsOptions) {
    this.#options = options;
    this.logger = {
      trace: this.#at('trace'),
      debug: this.#at('debug'),
      info: this.#at('info'),
      warn: this.#at('warn'),
      error: this.#at('error'),
    };
  }

  /** The newest lines that are wanted, oldest first. */
  recent(query: LogQuery): readonly LogLine[] {
    return this.#ring.recent(query);
  }

  #at(level: LogLevel): (message: string, fields?: LogFields) => void {
    const { sink, clock } = this.#options;
    return (message, fields) => {
      if (!isAtLeast(level, this.#options.level())) return;
      const line = { at: clock.now(), level, message: safeText(message), fields: safeFields(fields) };
      this.#ring.push(line);
      sink[level](line.message, line.fields as LogFields);
    };
  }
}
