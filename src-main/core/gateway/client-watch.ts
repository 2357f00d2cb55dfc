import { type Clock, sleep } from '../lib/clock.ts';
import type { ClientExchange } from './client-exchange.ts';

/** Notices that the client went before its answer was whole. */
export class ClientWatch {
  readonly #clock: Clock;
  #gone = false;
  #pause: AbortController | null = null;

  /** Calls `onGone` once, when the client goes. */
  constructor(client: ClientExchange, clock: Clock, onGone: () => void) {
    this.#clock = clock;
    client.onGone(() => {
      this.#gone = true;
      this.#pause?.abort();
      onGone();
    });
  }

  get gone(): boolean {
    return this.#gone;
  }

  /** Waits; a client that goes ends the pause, and the caller looks at `gone` next. */
  async pause(delayMs: number): Promise<void> {
    const controller = new AbortController();
    this.#pause = controller;
    await sleep(this.#clock, delayMs, controller.signal).catch(() => {});
    this.#pause = null;
  }
}
