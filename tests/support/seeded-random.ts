import { createHash } from 'node:crypto';
import type { Random } from '../../src-main/core/lib/random.ts';

/** Randomness that is the same in every run: SHA-256 over a seed and a counter. */
export class SeededRandom implements Random {
  readonly #seed: string;
  #counter = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  bytes(length: number): Uint8Array {
    const blocks = Array.from({ length: Math.ceil(length / 32) }, () => this.#block());
    return Buffer.concat(blocks).subarray(0, length);
  }

  fraction(): number {
    return this.#block().readUInt32BE() / 2 ** 32;
  }

  /** A whole number from 0 to below `limit`. */
  below(limit: number): number {
    return Math.floor(this.fraction() * limit);
  }

  /** True in so large a share of all calls. */
  chance(share: number): boolean {
    return this.fraction() < share;
  }

  one<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  #block(): Buffer {
    return createHash('sha256')
      .update(`${this.#seed} ${this.#counter++}`)
      .digest();
  }
}
