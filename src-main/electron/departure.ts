import type { App } from 'electron';
import type { Clock } from '../core/lib/clock.ts';

/** Longest wait for the last proxied stream after Quit, in ms. */
const MAX_DRAIN_MS = 10 * 60_000;

export interface LeaveSteps {
  /** Takes windows away and undoes what must not outlive the app. */
  begin(): Promise<void>;
  /** Resolves when the last proxied request has ended; takes no new ones meanwhile. */
  drain(): Promise<void>;
  /** Closes everything that was opened. */
  close(): Promise<void>;
}

/**
 * Quitting, however it was asked for: the app stays until open streams have ended, and a second Quit ends them at
 * once. Every way out of Electron leads through `before-quit`.
 */
export class Departure {
  readonly #app: Pick<App, 'on' | 'exit' | 'quit'>;
  readonly #clock: Clock;
  readonly #steps: LeaveSteps;
  #state: 'staying' | 'draining' | 'closing' = 'staying';
  readonly #hurry = Promise.withResolvers<void>();

  constructor(app: Pick<App, 'on' | 'exit' | 'quit'>, clock: Clock, steps: LeaveSteps) {
    this.#app = app;
    this.#clock = clock;
    this.#steps = steps;
    app.on('before-quit', (event) => {
      event.preventDefault();
      this.begin();
    });
  }

  get hasBegun(): boolean {
    return this.#state !== 'staying';
  }

  /** Begins to leave; asked again, it does not wait any longer. */
  begin(): void {
    if (this.#state !== 'staying') this.hurry();
    else void this.#leave();
  }

  /** Leaves without waiting for open streams, e.g. because the machine shuts down. */
  hurry(): void {
    this.#hurry.resolve();
    if (this.#state === 'staying') void this.#leave();
  }

  /** A step that fails must not keep the person in: the next one follows all the same. */
  async #leave(): Promise<void> {
    this.#state = 'draining';
    const limit = this.#clock.after(MAX_DRAIN_MS, () => this.#hurry.resolve());
    await this.#steps.begin().catch(() => {});
    await Promise.race([this.#steps.drain().catch(() => {}), this.#hurry.promise]);
    this.#state = 'closing';
    await this.#steps.close().catch(() => {});
    limit[Symbol.dispose]();
    // Nothing is left that `quit` could ask.
    this.#app.exit(0);
  }
}
