import type { ErrorCode } from '../../../src-shared/contract/error-codes.ts';
import { readFileLimited, writeFileAtomic } from '../lib/atomic-file.ts';
import type { Clock } from '../lib/clock.ts';
import { systemDisk } from '../lib/disk.ts';
import { errorCode, ioReason } from '../lib/io-failure.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { Logger } from '../logging/logger.ts';
import { BUILT_IN_PRICES, BUILT_IN_PRICES_AS_OF } from './built-in-prices.ts';
import { type ModelPrice, PriceTable } from './price-table.ts';

const MAX_FILE_BYTES = 1024 * 1024;

/** The prices in force. */
export interface Prices {
  /** The day of the built-in ones, or the moment of the last edit (ISO 8601). */
  readonly asOf: string;
  readonly edited: boolean;
  readonly prices: readonly ModelPrice[];
  readonly table: PriceTable;
}

const BUILT_IN: Prices = {
  asOf: BUILT_IN_PRICES_AS_OF,
  edited: false,
  prices: BUILT_IN_PRICES,
  table: new PriceTable(BUILT_IN_PRICES),
};

/** Owner of the price table: the built-in one, or the user's own in the data folder. */
export class PriceBook {
  readonly #path: string;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #logger: Logger;
  #prices: Promise<Prices> | null = null;

  constructor(path: string, clock: Pick<Clock, 'now'>, logger: Logger) {
    this.#path = path;
    this.#clock = clock;
    this.#logger = logger;
  }

  current(): Promise<Prices> {
    this.#prices ??= this.#read();
    return this.#prices;
  }

  /** Replaces the table durably; no prices at all put the built-in one back. */
  async replace(prices: readonly ModelPrice[]): Promise<Result<void, ErrorCode>> {
    if (prices.length === 0) {
      try {
        await systemDisk.unlink(this.#path);
      } catch (error) {
        if (errorCode(error) !== 'ENOENT')
          return fail('write_failed', `${this.#path} cannot be removed, because ${ioReason(error)}.`);
      }
      this.#prices = Promise.resolve(BUILT_IN);
      return ok(undefined);
    }
    const asOf = new Date(this.#clock.now()).toISOString();
    const written = await writeFileAtomic(this.#path, `${JSON.stringify({ asOf, prices }, null, 2)}\n`);
    if (!written.ok && written.error.code === 'write-failed')
      return fail('write_failed', written.error.message);
    this.#prices = Promise.resolve(edited(asOf, prices));
    return ok(undefined);
  }

  /** A file that cannot be read or understood stays as it is, for its user to mend; the built-in prices serve. */
  async #read(): Promise<Prices> {
    const file = await readFileLimited(this.#path, MAX_FILE_BYTES);
    if (file.ok && file.value === null) return BUILT_IN;
    const found = file.ok ? parse(Buffer.from(file.value!).toString()) : null;
    if (found === null) {
      this.#logger.warn('The edited price table cannot be read; the built-in one is used', {
        file: this.#path,
      });
      return BUILT_IN;
    }
    return found;
  }
}

function edited(asOf: string, prices: readonly ModelPrice[]): Prices {
  return { asOf, edited: true, prices, table: new PriceTable(prices) };
}

function parse(text: string): Prices | null {
  try {
    const { asOf, prices } = Object(JSON.parse(text)) as Record<string, unknown>;
    if (typeof asOf !== 'string' || !Array.isArray(prices) || !prices.every(isPrice)) return null;
    return edited(asOf, prices);
  } catch {
    return null;
  }
}

function isPrice(value: unknown): value is ModelPrice {
  const price = Object(value) as Record<string, unknown>;
  const usd = ['inputUsd', 'outputUsd', 'cacheReadUsd', 'cacheWrite5mUsd', 'cacheWrite1hUsd'];
  return (
    typeof price['model'] === 'string' &&
    price['model'] !== '' &&
    usd.every((name) => typeof price[name] === 'number' && Number.isFinite(price[name]) && price[name] >= 0)
  );
}
