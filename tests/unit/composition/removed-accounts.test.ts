import { describe, expect, it } from 'vitest';
import { RemovedAccounts, UNDO_MS } from '../../../src-main/core/composition/removed-accounts.ts';
import { ManualClock } from '../../support/manual-clock.ts';

function keeper() {
  const clock = new ManualClock();
  const forgotten: string[] = [];
  const removed = new RemovedAccounts(clock, (accountId) => forgotten.push(accountId));
  const keep = (accountId: string) =>
    removed.keep({
      accountId,
      entry: { ref: { name: accountId, accountEmail: null }, before: {}, after: {} },
      record: null,
    });
  return { clock, forgotten, removed, keep };
}

describe('a removed account', () => {
  it('is kept for ten minutes and then forgotten', () => {
    const { clock, forgotten, removed, keep } = keeper();
    keep('a');
    clock.advance(UNDO_MS - 1);
    expect(removed.find('a')?.accountId).toBe('a');
    expect(forgotten).toEqual([]);
    clock.advance(1);
    expect(removed.find('a')).toBeNull();
    expect(forgotten).toEqual(['a']);
  });

  it('that is back is not forgotten', () => {
    const { clock, forgotten, removed, keep } = keeper();
    keep('a');
    removed.release('a');
    clock.advance(UNDO_MS);
    expect(forgotten).toEqual([]);
  });

  it('that is removed again has its ten minutes anew', () => {
    const { clock, forgotten, removed, keep } = keeper();
    keep('a');
    clock.advance(UNDO_MS - 1);
    keep('a');
    clock.advance(UNDO_MS - 1);
    expect(removed.find('a')).not.toBeNull();
    clock.advance(1);
    expect(forgotten).toEqual(['a']);
  });

  it('is forgotten when the run ends', async () => {
    const { forgotten, removed, keep } = keeper();
    keep('a');
    keep('b');
    await removed.close();
    expect(forgotten).toEqual(['a', 'b']);
  });
});
