import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../../src-main/core/logging/logger.ts';
import { BUILT_IN_PRICES, BUILT_IN_PRICES_AS_OF } from '../../../src-main/core/usage/built-in-prices.ts';
import { PriceBook } from '../../../src-main/core/usage/price-book.ts';
import { PriceTable } from '../../../src-main/core/usage/price-table.ts';
import { noUsage } from '../../../src-main/core/usage/usage-sums.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { ScratchFolder } from '../../support/scratch-folder.ts';

const table = new PriceTable(BUILT_IN_PRICES);
const sums = (counts: Partial<ReturnType<typeof noUsage>>) => ({ ...noUsage(), ...counts });
const MILLION = 1_000_000;

describe('the price table', () => {
  it.each([
    ['claude-opus-5-5', 4],
    ['claude-opus-5-5-20260922', 4],
    ['claude-opus-5', 5],
    ['claude-opus-5-20260724', 5],
    ['claude-opus-4-1-20250805', 15],
    ['claude-opus-4-20250514', 15],
    ['claude-sonnet-5-5', 2],
    ['claude-sonnet-4-5-20250929', 3],
    ['claude-haiku-4-5-20251001', 1],
  ])('finds %s by the narrowest of its names', (model, inputUsd) => {
    expect(table.priceOf(model)?.inputUsd).toBe(inputUsd);
  });

  it('prices every kind of token by its own price, and untold cache writes as the short ones', () => {
    const cost = (counts: Parameters<typeof sums>[0]) => table.costOf('claude-opus-5-5', sums(counts));
    expect(cost({ input_tokens: MILLION })).toBe(4);
    expect(cost({ output_tokens: MILLION })).toBe(20);
    expect(cost({ cache_read_tokens: MILLION })).toBeCloseTo(0.2);
    expect(cost({ cache_write_tokens: MILLION })).toBe(5);
    expect(cost({ cache_write_tokens: MILLION, cache_write_5m_tokens: MILLION })).toBe(5);
    expect(cost({ cache_write_tokens: MILLION, cache_write_1h_tokens: MILLION })).toBe(8);
  });

  it('does not make up a price: an unknown model has none, unless it used nothing', () => {
    expect(table.costOf('of-another-vendor', sums({ input_tokens: 1 }))).toBeNull();
    expect(table.costOf('of-another-vendor', sums({ requests: 1 }))).toBe(0);
  });
});

describe('the price book', () => {
  const own = [
    { model: '*', inputUsd: 1, outputUsd: 2, cacheReadUsd: 3, cacheWrite5mUsd: 4, cacheWrite1hUsd: 5 },
  ];
  const open = (folder: ScratchFolder) =>
    new PriceBook(folder.file('prices.json'), new ManualClock(), silentLogger);

  it('begins with the built-in prices and says of when they are', async () => {
    using folder = new ScratchFolder();
    expect(await open(folder).current()).toMatchObject({ asOf: BUILT_IN_PRICES_AS_OF, edited: false });
    expect(BUILT_IN_PRICES_AS_OF).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });

  it('keeps the user’s own, over a restart, for nobody else to read', async () => {
    using folder = new ScratchFolder();
    expect(await open(folder).replace(own)).toMatchObject({ ok: true });
    expect(await open(folder).current()).toMatchObject({
      asOf: '2026-11-22T12:00:00.000Z',
      edited: true,
      prices: own,
    });
    expect(statSync(folder.file('prices.json')).mode & 0o777).toBe(0o600);
  });

  it('goes back to the built-in ones when it is emptied, also twice', async () => {
    using folder = new ScratchFolder();
    const book = open(folder);
    await book.replace(own);
    await book.replace([]);
    expect(await book.replace([])).toMatchObject({ ok: true });
    expect(await book.current()).toMatchObject({ edited: false });
    expect(await open(folder).current()).toMatchObject({ edited: false });
  });

  it.each(['not JSON', '{}', '{"asOf":"x","prices":[{"model":"*","inputUsd":-1}]}', '[]', 'null'])(
    'leaves a file that it does not understand as it is: %s',
    async (text) => {
      using folder = new ScratchFolder();
      writeFileSync(folder.file('prices.json'), text);
      expect(await open(folder).current()).toMatchObject({ edited: false });
      expect(readFileSync(folder.file('prices.json'), 'utf8')).toBe(text);
    },
  );
});
