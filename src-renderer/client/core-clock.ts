/**
 * The core's clock as the page sees it. Countdowns are drawn against this one: the browser's clock may be
 * wrong, or belong to another machine than the gateway.
 */
export class CoreClock {
  #offsetMs = 0;
  #timer: number | undefined;
  readonly #listeners = new Set<() => void>();

  /** ms since the Unix epoch. */
  now(): number {
    return Date.now() + this.#offsetMs;
  }

  /** Takes over the time that a snapshot was made at. */
  follow(coreNow: number): void {
    this.#offsetMs = coreNow - Date.now();
    this.#tell();
  }

  /** Calls `listener` at every full second while the page is visible, and when the clock is set. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) {
      document.addEventListener('visibilitychange', this.#onVisibility);
      this.#schedule();
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      document.removeEventListener('visibilitychange', this.#onVisibility);
      clearTimeout(this.#timer);
    };
  };

  readonly #onVisibility = (): void => {
    clearTimeout(this.#timer);
    if (document.hidden) return;
    this.#tell();
    this.#schedule();
  };

  #schedule(): void {
    if (document.hidden) return;
    this.#timer = window.setTimeout(
      () => {
        this.#tell();
        this.#schedule();
      },
      1000 - (this.now() % 1000),
    );
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
