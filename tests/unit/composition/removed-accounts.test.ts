import { describe, expect, it } from 'vitest';
import { RemovedAccounts, UNDO_MS } from '../../../src-main/core/composition/removed-accounts.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { tokenSet } from '../../support/oauth-fixtures.ts';

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

  it('follows the rotations of its own token set and of no other', () => {
    const { clock, removed } = keeper();
    const set = (refreshToken: string) => tokenSet(clock.now(), { refreshToken });
    const entry = { ref: { name: 'a', accountEmail: null }, before: {}, after: {} };
    removed.keep({ accountId: 'a', entry, record: set('r-1') });
    removed.rotated({ accountId: 'b', spent: set('r-1'), rotated: set('r-9') });
    removed.rotated({ accountId: 'a', spent: set('r-0'), rotated: set('r-9') });
    expect(removed.find('a')?.record).toEqual(set('r-1'));
    removed.rotated({ accountId: 'a', spent: set('r-1'), rotated: set('r-2') });
    removed.rotated({ accountId: 'a', spent: set('r-2'), rotated: set('r-3') });
    expect(removed.find('a')?.record).toEqual(set('r-3'));
    clock.advance(UNDO_MS);
    expect(removed.find('a')).toBeNull();
  });

  it('is forgotten when the run ends', async () => {
    const { forgotten, removed, keep } = keeper();
    keep('a');
    keep('b');
    await removed.close();
    expect(forgotten).toEqual(['a', 'b']);
  });
});
