import type { EventBus } from '../events/event-bus.ts';
import type { Logger } from '../logging/logger.ts';
import type { SqlFailure } from './sql-failure.ts';

/** Another program's lock is told when it still stands at the second try. */
const TOLD_LOCK_TRIES = 2;

/** Tells of the history's troubles, on the bus and in the log: each once, and its end. */
export class HistoryHerald {
  readonly #bus: Pick<EventBus, 'emit'>;
  readonly #logger: Logger;
  readonly #file: string;
  #isTold = false;
  #toldDropped = 0;

  constructor(bus: Pick<EventBus, 'emit'>, logger: Logger, file: string) {
    this.#bus = bus;
    this.#logger = logger;
    this.#file = file;
  }

  /** The `tries`th try in a row has failed. */
  unavailable({ kind, code }: SqlFailure, tries: number): void {
    if (this.#isTold || (kind === 'locked' && tries < TOLD_LOCK_TRIES)) return;
    this.#isTold = true;
    this.#logger.warn('The usage history cannot be written; requests go on', { file: this.#file, code });
    this.#bus.emit({ kind: 'history-unavailable', code });
  }

  /** It is written again. */
  available(): void {
    if (!this.#isTold) return;
    this.#isTold = false;
    this.#logger.info('The usage history is written again', { file: this.#file });
    this.#bus.emit({ kind: 'history-available' });
  }

  /** This run will have no history. */
  refused(code: string, message: string): void {
    this.#logger.warn(message, { file: this.#file, code });
    this.#bus.emit({ kind: 'history-unavailable', code });
  }

  /** A damaged file was moved to `aside`, or could not be moved (null). */
  setAside(aside: string | null, code: string): void {
    this.#logger.error('The usage history was damaged; a new one is begun', {
      file: aside ?? this.#file,
      code,
    });
    this.#bus.emit({ kind: 'history-set-aside', file: aside });
  }

  /** SQLite would not take these facts. */
  rejected(code: string, count: number): void {
    this.#logger.error('The usage history did not take the facts of some requests', { code, count });
  }

  /** So many facts were lost in all. */
  dropped(total: number): void {
    if (total === this.#toldDropped) return;
    const count = total - this.#toldDropped;
    this.#toldDropped = total;
    this.#logger.warn('Facts of requests are missing in the usage history', { count });
  }
}
