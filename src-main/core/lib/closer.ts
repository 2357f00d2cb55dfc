/** Something that was opened and must be closed; closing twice is the same as closing once. */
export interface Closer {
  close(): Promise<void>;
}

/**
 * Collects what a start sequence opened and closes it in the opposite order, all of it even when one
 * part fails; the first failure is thrown at the end.
 */
export class CloserStack implements Closer {
  readonly #steps: (() => Promise<void> | void)[] = [];
  #closing: Promise<void> | undefined;

  add(step: () => Promise<void> | void): void {
    this.#steps.push(step);
  }

  close(): Promise<void> {
    this.#closing ??= this.#run();
    return this.#closing;
  }

  async #run(): Promise<void> {
    const failures: unknown[] = [];
    for (const step of this.#steps.splice(0).reverse()) {
      try {
        await step();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
