/** Judges a played day against the truth. */
import type { Answer, Asking } from './client.ts';
import { ACCOUNT_IDS, type FleetWorld } from './world.ts';

interface Session {
  /** Where its prompt cache lives by what it was answered; null before the first answer. */
  home: string | null;
  /** True after an outage of its home, until the next answer that falls into none. */
  failedLately: boolean;
  lastServedBy: string | null;
  requests: number;
  /** Times at which another account served than before. */
  moves: number;
}

export interface FleetFigures {
  readonly requests: number;
  readonly served: number;
  /** Given up by the client although an account could have served at that moment. */
  readonly lost: number;
  /** Given up while none could. */
  readonly exhausted: number;
  /** Single error answers, most of them mended by the client's own repetition, while an account could serve. */
  readonly avoidableErrors: number;
  /** Answers from another account than the session's own while that one could serve, and was not even asked. */
  readonly needlessSwitches: number;
  readonly failovers: number;
  readonly sessions: number;
  /** Per session: how often the account changed from one answer to the next. */
  readonly movesMean: number;
  readonly movesMax: number;
  /** Of the forecasts "who is free next": how many, and how far off the worst was, in ms. */
  readonly forecasts: number;
  readonly forecastErrorMaxMs: number;
  /** New sessions by account, and the share that was due to it among those who could serve at that moment. */
  readonly shares: readonly { readonly account: string; readonly began: number; readonly due: number }[];
}

export class FleetScore {
  readonly #world: FleetWorld;
  readonly #nameOf: (accountId: string) => string;
  readonly #now: () => number;
  readonly #sessions = new Map<string, Session>();
  readonly #began = new Map<string, number>();
  readonly #due = new Map<string, number>();
  #requests = 0;
  #served = 0;
  #lost = 0;
  #exhausted = 0;
  #avoidableErrors = 0;
  #needless = 0;
  #failovers = 0;
  #forecasts = 0;
  #forecastErrorMaxMs = 0;

  constructor(world: FleetWorld, nameOf: (accountId: string) => string, now: () => number) {
    this.#world = world;
    this.#nameOf = nameOf;
    this.#now = now;
  }

  /** To be called when a request is sent for the first time; the result hears its answers. */
  sent(asking: Asking): { answered(answer: Answer): void; ended(answer: Answer): void } {
    this.#requests++;
    const session = this.#session(asking.session);
    session.requests++;
    if (session.requests === 1) this.#share(asking.model);
    let homeCouldBefore = this.#homeCould(session, asking.model);
    return {
      answered: (answer) => {
        if (answer.status === 200 && answer.accountId !== null) {
          this.#answered(session, asking, answer, homeCouldBefore);
        } else {
          this.#refused(asking.model, answer);
        }
        homeCouldBefore = this.#homeCould(session, asking.model);
      },
      ended: (answer) => {
        if (answer.status === 200) this.#served++;
        else if (this.#world.couldServeAll(asking.model).length > 0) this.#lost++;
        else this.#exhausted++;
      },
    };
  }

  figures(): FleetFigures {
    const sessions = [...this.#sessions.values()];
    const moves = sessions.map((session) => session.moves);
    return {
      requests: this.#requests,
      served: this.#served,
      lost: this.#lost,
      exhausted: this.#exhausted,
      avoidableErrors: this.#avoidableErrors,
      needlessSwitches: this.#needless,
      failovers: this.#failovers,
      sessions: sessions.length,
      movesMean: moves.reduce((sum, count) => sum + count, 0) / sessions.length,
      movesMax: Math.max(...moves),
      forecasts: this.#forecasts,
      forecastErrorMaxMs: this.#forecastErrorMaxMs,
      shares: ACCOUNT_IDS.map((account) => ({
        account,
        began: this.#began.get(account) ?? 0,
        due: this.#due.get(account) ?? 0,
      })),
    };
  }

  #answered(session: Session, { model }: Asking, answer: Answer, homeCouldBefore: boolean): void {
    const served = this.#nameOf(answer.accountId!);
    if (answer.attempts > 1) this.#failovers++;
    if (session.lastServedBy === null) add(this.#began, served, 1);
    else if (session.lastServedBy !== served) session.moves++;
    session.lastServedBy = served;
    const { home, failedLately } = session;
    const homeCould = homeCouldBefore && this.#homeCould(session, model);
    if (home === null || home === served || this.#world.isSpent(home, model)) {
      // A home that is spent is given up; one that pauses for a moment is not.
      session.home = served;
      session.failedLately = false;
    } else if (this.#world.mayBeSetAside(home)) {
      session.failedLately = true;
    } else if (failedLately) {
      // Whether it failed often enough to be set aside is Rota's to say; from here on the session has to stay.
      session.home = served;
      session.failedLately = false;
    } else if (homeCould && answer.attempts === 1) {
      this.#needless++;
    }
  }

  #refused(model: string, answer: Answer): void {
    if (this.#world.couldServeAll(model).length > 0) this.#avoidableErrors++;
    const opensAt = this.#world.nextOpening(model);
    // A refusal of Rota's own names no account and says when the next one is free.
    if (answer.status !== 429 || answer.accountId !== null || opensAt === null) return;
    if (answer.retryAfterSeconds === null) return;
    this.#forecasts++;
    const errorMs = Math.abs(this.#now() + answer.retryAfterSeconds * 1_000 - opensAt);
    this.#forecastErrorMaxMs = Math.max(this.#forecastErrorMaxMs, errorMs);
  }

  #homeCould({ home }: Session, model: string): boolean {
    return home !== null && this.#world.couldServe(home, model);
  }

  #share(model: string): void {
    const able = this.#world.couldServeAll(model);
    for (const account of able) add(this.#due, account, 1 / able.length);
  }

  #session(id: string): Session {
    let session = this.#sessions.get(id);
    if (session === undefined) {
      session = { home: null, failedLately: false, lastServedBy: null, requests: 0, moves: 0 };
      this.#sessions.set(id, session);
    }
    return session;
  }
}

function add(counts: Map<string, number>, key: string, amount: number): void {
  counts.set(key, (counts.get(key) ?? 0) + amount);
}
