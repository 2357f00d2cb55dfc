/**
 * The usage history: takes the facts of finished requests, writes them to SQLite in batches, and answers questions
 * about them. It owns the file and is its only writer. Nothing here is on a request's path: recording puts a reference
 * into a list, and everything else happens in turns of its own.
 *
 * A database that cannot be used never stops a request: facts wait in the bounded list while it is tried again, and
 * what does not fit is dropped, counted and told.
 */
import { assertNever } from '../../../src-shared/lib/assert-never.ts';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import type { EventBus } from '../events/event-bus.ts';
import type { Clock } from '../lib/clock.ts';
import type { Closer } from '../lib/closer.ts';
import type { Logger } from '../logging/logger.ts';
import { setHistoryAside } from './history-file.ts';
import { HistoryHerald } from './history-herald.ts';
import { type HistoryCounts, HistoryIntake } from './history-intake.ts';
import { HistoryReader } from './history-reader.ts';
import { type HistorySession, type HistorySessionOptions, openHistorySession } from './history-session.ts';
import { SteadyTime } from './history-upkeep.ts';
import { loadSqlite } from './load-sqlite.ts';
import type { OpenSqlite } from './sql-database.ts';
import { type SqlFailure, sqlFailure } from './sql-failure.ts';

const MAX_WAITING = 5_000;
/** So many are written before requests have their turn again: about a millisecond of work. */
const ROWS_A_BATCH = 100;
/** So many do not wait for the next second. */
const FLUSH_AT = 500;
const FLUSH_DELAY_MS = 1_000;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 60_000;
const UPKEEP_EVERY_MS = 60_000;
const NEXT_STEP_MS = 250;
/** A second damaged file so soon is the disk's fault, and no reason to begin a third. */
const SET_ASIDE_PAUSE_MS = 60_000;

export interface UsageHistoryOptions extends HistorySessionOptions {
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly accounts: () => readonly AccountSnapshot[];
  /** True while no request is open, so that nobody is kept waiting by the disk. */
  readonly isIdle: () => boolean;
  /** How SQLite is loaded: the add-on, else Node's own. */
  readonly load?: typeof loadSqlite;
}

type State =
  | { readonly kind: 'closed' }
  | { readonly kind: 'open'; readonly session: HistorySession }
  /** It is tried again; `session` is still good, or null where it has to be opened anew. */
  | { readonly kind: 'trouble'; readonly tries: number; readonly session: HistorySession | null }
  /** Nothing will help in this run: a newer program wrote the file, there is no SQLite, or Rota stops. */
  | { readonly kind: 'ended' };

export class UsageHistory implements Closer {
  readonly #options: UsageHistoryOptions;
  readonly #intake: HistoryIntake;
  readonly #steady: SteadyTime;
  readonly #herald: HistoryHerald;
  readonly #subscription: Disposable;
  #state: State = { kind: 'closed' };
  #sqlite: OpenSqlite | null = null;
  /** Work on the file goes one after the other. */
  #lastTurn: Promise<unknown> = Promise.resolve();
  #flushing: Promise<void> | null = null;
  #timer: Disposable | null = null;
  #upkeepTimer: Disposable | null = null;
  #setAsideAt: number | null = null;

  constructor(options: UsageHistoryOptions) {
    this.#options = options;
    this.#steady = new SteadyTime(options.clock);
    this.#intake = new HistoryIntake(MAX_WAITING, options.accounts);
    this.#herald = new HistoryHerald(options.bus, options.logger, options.path);
    this.#subscription = options.bus.subscribe((event) => {
      if (event.kind !== 'request-finished') return;
      this.#intake.push(event.facts);
      this.#flushSoon();
    });
  }

  get counts(): HistoryCounts {
    return this.#intake.counts;
  }

  /** The salt of session hashes; null before the database is open. */
  get salt(): string | null {
    return this.#session()?.salt ?? null;
  }

  /** Answers a question with everything recorded until now; null where the history cannot be read at present. */
  async ask<T>(question: (reader: HistoryReader) => T): Promise<T | null> {
    await this.#flushing; // what came after it began is not in it
    await this.flush();
    const session = this.#session();
    if (!session) return null;
    try {
      return question(new HistoryReader(session.database));
    } catch (error) {
      await this.#inTurn(() => this.#fail(error, session));
      return null;
    }
  }

  /** Writes what waits now, opening the database where that has not happened yet. Never rejects. */
  flush(): Promise<void> {
    this.#flushing ??= this.#inTurn(() => this.#flush()).finally(() => {
      this.#flushing = null;
    });
    return this.#flushing;
  }

  async close(): Promise<void> {
    this.#subscription[Symbol.dispose]();
    await this.#flushing;
    if (this.#intake.queue.length > 0) await this.flush();
    await this.#inTurn(async () => {
      const session = this.#session();
      this.#end();
      session?.close();
    });
  }

  #session(): HistorySession | null {
    return this.#state.kind === 'open' || this.#state.kind === 'trouble' ? this.#state.session : null;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#lastTurn.then(work);
    this.#lastTurn = turn.catch(() => {}); // whoever asked for the work hears of it
    return turn;
  }

  #flushSoon(): void {
    switch (this.#state.kind) {
      case 'ended':
        this.#intake.queue.drop(this.#intake.queue.length);
        return;
      case 'trouble':
        return; // it has a time of its own for the next try
      case 'closed':
      case 'open':
        if (this.#intake.queue.length === FLUSH_AT) setImmediate(() => void this.flush());
        this.#timer ??= this.#options.clock.after(FLUSH_DELAY_MS, () => void this.flush());
        return;
      default:
        assertNever(this.#state);
    }
  }

  async #flush(): Promise<void> {
    this.#timer?.[Symbol.dispose]();
    this.#timer = null;
    this.#herald.dropped(this.#intake.queue.dropped);
    const { queue } = this.#intake;
    // What comes meanwhile waits for the next time: a few rows at a time would cost several times as much.
    let left = queue.length;
    do {
      const session = await this.#open();
      if (!session || (queue.length === 0 && this.#state.kind === 'open')) return;
      // While the disk was in trouble the oldest may have been dropped.
      const rows = Math.min(ROWS_A_BATCH, left, queue.length);
      try {
        session.checkpointIfDue(this.#options.isIdle());
        this.#intake.writeTo(session, rows);
      } catch (error) {
        if (await this.#fail(error, session, rows)) continue;
        return;
      }
      left -= rows;
      this.#state = { kind: 'open', session };
      this.#herald.available();
      await new Promise((resolve) => setImmediate(resolve));
    } while (left > 0);
    if (queue.length >= FLUSH_AT) setImmediate(() => void this.flush());
    else if (queue.length > 0) this.#flushSoon();
  }

  /** The session to work with; null where there is none for now. */
  async #open(): Promise<HistorySession | null> {
    const known = this.#session();
    if (known || this.#state.kind === 'ended') return known;
    try {
      const open = await this.#loadSqlite();
      if (!open) return null;
      const session = await openHistorySession(open, this.#options);
      if (!session) {
        this.#refuse(
          'newer-version',
          'The usage history was written by a newer version of Rota; it is left alone',
        );
        return null;
      }
      this.#intake.continueIn(session);
      this.#state = this.#state.kind === 'trouble' ? { ...this.#state, session } : { kind: 'open', session };
      if (!this.#upkeepTimer) this.#keepUpIn(UPKEEP_EVERY_MS);
      return session;
    } catch (error) {
      return (await this.#fail(error, null)) ? this.#open() : null;
    }
  }

  async #loadSqlite(): Promise<OpenSqlite | null> {
    if (this.#sqlite) return this.#sqlite;
    const loaded = await (this.#options.load ?? loadSqlite)();
    if (loaded.ok) this.#sqlite = loaded.value;
    else this.#refuse(loaded.error.code, loaded.error.message);
    return this.#sqlite;
  }

  /** Deals with a failed write, read or opening; true where it is worth another try at once. */
  async #fail(error: unknown, session: HistorySession | null, rows = 0): Promise<boolean> {
    const failure = sqlFailure(error);
    switch (failure.kind) {
      case 'damaged':
        session?.abandon();
        return this.#setAside(failure);
      case 'full':
        if (session?.makeRoom()) return true;
        this.#trouble(failure, session);
        return false;
      case 'locked':
        this.#trouble(failure, session);
        return false;
      case 'unusable':
        session?.abandon();
        this.#trouble(failure, null);
        return false;
      case 'refused':
        if (!session || rows === 0) {
          this.#trouble(failure, session);
          return false;
        }
        this.#herald.rejected(failure.code, rows);
        this.#intake.queue.drop(rows);
        return true;
      default:
        return assertNever(failure);
    }
  }

  async #setAside(failure: SqlFailure): Promise<boolean> {
    const { clock, path } = this.#options;
    const isRepeated = this.#setAsideAt !== null && clock.monotonic() - this.#setAsideAt < SET_ASIDE_PAUSE_MS;
    const aside = isRepeated ? null : await setHistoryAside(path, clock).catch(() => null);
    if (!isRepeated) this.#herald.setAside(aside, failure.code);
    if (aside === null) {
      this.#trouble(failure, null);
      return false;
    }
    this.#setAsideAt = clock.monotonic();
    this.#state = { kind: 'closed' };
    return true;
  }

  #trouble(failure: SqlFailure, session: HistorySession | null): void {
    const tries = this.#state.kind === 'trouble' ? this.#state.tries + 1 : 1;
    this.#state = { kind: 'trouble', tries, session };
    const delayMs = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (tries - 1));
    this.#timer?.[Symbol.dispose]();
    this.#timer = this.#options.clock.after(delayMs, () => void this.flush());
    this.#herald.unavailable(failure, tries);
  }

  #refuse(code: string, message: string): void {
    this.#herald.refused(code, message);
    this.#end();
  }

  #end(): void {
    this.#state = { kind: 'ended' };
    this.#intake.queue.drop(this.#intake.queue.length);
    this.#herald.dropped(this.#intake.queue.dropped);
    this.#timer?.[Symbol.dispose]();
    this.#upkeepTimer?.[Symbol.dispose]();
  }

  /** One small step of housekeeping, and the time of the next. */
  async #keepUp(): Promise<void> {
    const session = this.#session();
    let hasMore = false;
    try {
      if (session?.isOrphaned()) {
        session.abandon();
        this.#state = { kind: 'closed' };
      } else if (session) {
        this.#intake.writeTo(session, 0);
        session.upkeep.limitSize();
        hasMore = session.upkeep.step(this.#steady.now());
        // A file that has given pages back is shorter only then.
        if (!hasMore) session.checkpointIfDue(this.#options.isIdle(), 1);
      }
    } catch (error) {
      await this.#fail(error, session);
    }
    this.#keepUpIn(hasMore ? NEXT_STEP_MS : UPKEEP_EVERY_MS);
  }

  #keepUpIn(delayMs: number): void {
    if (this.#state.kind === 'ended') return;
    const { clock } = this.#options;
    this.#upkeepTimer = clock.after(delayMs, () => void this.#inTurn(() => this.#keepUp()));
  }
}
