import { inspect } from 'node:util';

/**
 * A value that may not appear in a log, an error, JSON or a template string. The wrapped text is only
 * reachable through `reveal()`, so every place that uses a secret can be found by searching for that word.
 */
export class Secret<T = string> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  /** The value itself. Keep it in a local of the function that needs it. */
  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}
