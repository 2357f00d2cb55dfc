import { describe, expect, it } from 'vitest';
import { accountRow } from '../../../src-main/core/management/account-row.ts';
import { reasonWord } from '../../../src-main/core/management/reason-word.ts';
import type { RoutingReason } from '../../../src-shared/model/routing-reason.ts';
import { account, NOW } from './fixtures.ts';

const spent: RoutingReason = {
  kind: 'cooling-down',
  cause: { kind: 'quota', claim: 'five_hour' },
  scope: { kind: 'account' },
  since: NOW,
  until: NOW + 3_600_000,
};

describe('the row of an account', () => {
  it('has state, reason and end of the cooldown side by side', () => {
    const row = accountRow(
      account({ state: 'cooling-down', reason: spent, restrictions: [spent], cooldownUntil: spent.until }),
      NOW,
      'en',
    );
    expect(row).toMatchObject({
      id: 'aaaaaaaaaaaa',
      name: 'work@studio.dev',
      account_email: 'work@studio.dev',
      state: 'cooling-down',
      reason: 'quota',
      reason_text: expect.stringContaining('5-hour limit is used up'),
      cooldown_until: '2026-11-22T13:00:00.000Z',
    });
  });

  it('has no reason where nothing is wrong', () => {
    expect(accountRow(account(), NOW, 'en')).toMatchObject({
      state: 'healthy',
      reason: null,
      reason_text: null,
      cooldown_until: null,
    });
  });
});

describe('the word for a reason', () => {
  it.each<[RoutingReason, string]>([
    [spent, 'quota'],
    [{ ...spent, cause: { kind: 'token-refused', status: 401 } }, 'token-refused'],
    [{ ...spent, cause: { kind: 'out-of-credit', status: 402 } }, 'out-of-credit'],
    [{ kind: 'needs-login', cause: 'key-refused', since: NOW }, 'key-refused'],
    [{ kind: 'terms-not-accepted' }, 'terms-not-accepted'],
    [{ kind: 'ejected', failures: 5, since: NOW, until: NOW }, 'ejected'],
  ])('of %j is %s', (reason, word) => {
    expect(reasonWord(reason)).toBe(word);
  });
});
