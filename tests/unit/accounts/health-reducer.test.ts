import { describe, expect, it } from 'vitest';
import type { AccountHealth } from '../../../src-main/core/accounts/account-health.ts';
import { GOOD_HEALTH } from '../../../src-main/core/accounts/account-health.ts';
import { expire, nextEnd } from '../../../src-main/core/accounts/health-expiry.ts';
import {
  MAX_COOLDOWN_MS,
  MAX_GROWN_COOLDOWN_MS,
  type OutcomeContext,
  reduceHealth,
} from '../../../src-main/core/accounts/health-reducer.ts';
import { RAMP_MS, reopening } from '../../../src-main/core/accounts/ramp.ts';
import type { AttemptOutcome } from '../../../src-main/core/providers/attempt-outcome.ts';

const now = Date.UTC(2026, 10, 22, 12);
const HOUR = 3_600_000;
const context: OutcomeContext = {
  now,
  failureTimeoutMs: 60_000,
  pathKind: 'messages',
  credential: 'refreshable',
};
const account = { kind: 'account' } as const;
const opus = { kind: 'model-family', family: 'opus' } as const;

const succeeded: AttemptOutcome = { kind: 'succeeded', status: 200, windows: [] };
const failed: AttemptOutcome = { kind: 'upstream-failed', cause: 'status', status: 500 };
const refused: AttemptOutcome = { kind: 'unauthorized', status: 401 };
const noCredit: AttemptOutcome = { kind: 'out-of-credit', status: 400 };
const throttled = (retryAfterMs: number | null): AttemptOutcome => ({ kind: 'throttled', retryAfterMs });
const rejected = (fields: Partial<Extract<AttemptOutcome, { kind: 'quota-rejected' }>>): AttemptOutcome => ({
  kind: 'quota-rejected',
  claim: 'five_hour',
  scope: account,
  resetsAt: now + HOUR,
  windows: [],
  ...fields,
});

/** The health after `outcome` came `times` times at once. */
function healthAfter(
  outcome: AttemptOutcome,
  times: number,
  from = GOOD_HEALTH,
  at = context,
): AccountHealth {
  let health = from;
  for (let count = 0; count < times; count++) health = reduceHealth(health, outcome, at);
  return health;
}

describe('outcomes that say nothing about an account', () => {
  it.each<AttemptOutcome>([
    succeeded,
    { kind: 'overloaded', retryAfterMs: 3_000 },
    { kind: 'forbidden' },
    { kind: 'rejected', status: 400 },
    { kind: 'blocked', status: 403 },
    { kind: 'local-origin-failed', cause: 'dns', host: 'h' },
    { kind: 'client-aborted' },
  ])('$kind leaves a good account as it is', (outcome) => {
    expect(reduceHealth(GOOD_HEALTH, outcome, context)).toBe(GOOD_HEALTH);
  });

  it.each<AttemptOutcome>([
    { kind: 'overloaded', retryAfterMs: null },
    { kind: 'rejected', status: 404 },
    { kind: 'local-origin-failed', cause: 'refused', host: 'h' },
    { kind: 'client-aborted' },
  ])('$kind neither lengthens nor ends a streak', (outcome) => {
    const streak = healthAfter(failed, 3);
    expect(reduceHealth(streak, outcome, context)).toBe(streak);
  });
});

describe('a spent quota window', () => {
  it('closes the account until the stated reset', () => {
    expect(healthAfter(rejected({}), 1).cooldowns).toEqual([
      { cause: { kind: 'quota', claim: 'five_hour' }, scope: account, since: now, until: now + HOUR },
    ]);
  });

  it('closes only the family that it is about', () => {
    expect(healthAfter(rejected({ claim: 'seven_day_opus', scope: opus }), 1).cooldowns[0]?.scope).toEqual(
      opus,
    );
  });

  it.each([null, now - 1, now])('lasts the base cooldown when the reset is %s', (resetsAt) => {
    expect(healthAfter(rejected({ resetsAt }), 1).cooldowns[0]?.until).toBe(now + 60_000);
  });

  it('lasts 8 days at the most', () => {
    expect(healthAfter(rejected({ resetsAt: now + 100 * MAX_COOLDOWN_MS }), 1).cooldowns[0]?.until).toBe(
      now + MAX_COOLDOWN_MS,
    );
    expect(
      healthAfter(rejected({ resetsAt: null }), 1, GOOD_HEALTH, { ...context, failureTimeoutMs: 1e15 })
        .cooldowns[0]?.until,
    ).toBe(now + MAX_COOLDOWN_MS);
  });

  it('is the same rest when requests that were on their way together are rejected together', () => {
    const once = healthAfter(rejected({}), 1);
    expect(reduceHealth(once, rejected({}), { ...context, now: now + 5 })).toBe(once);
  });

  it('follows a newer statement about the same window', () => {
    const moved = reduceHealth(healthAfter(rejected({}), 1), rejected({ resetsAt: now + 2 * HOUR }), context);
    expect(moved.cooldowns.map((cooldown) => cooldown.until)).toEqual([now + 2 * HOUR]);
  });

  it('stands beside another spent window', () => {
    const both = reduceHealth(
      healthAfter(rejected({}), 1),
      rejected({ claim: 'seven_day', resetsAt: now + 50 * HOUR }),
      context,
    );
    expect(both.cooldowns).toHaveLength(2);
    expect(expire(both, now + HOUR).cooldowns.map((cooldown) => cooldown.until)).toEqual([now + 50 * HOUR]);
  });

  it('of the same name is another one for another family', () => {
    const claim = 'seven_day_overage_included';
    const sonnet = { kind: 'model-family', family: 'sonnet' } as const;
    const both = reduceHealth(
      healthAfter(rejected({ claim, scope: opus }), 1),
      rejected({ claim, scope: sonnet, resetsAt: now + 2 * HOUR }),
      context,
    );
    expect(both.cooldowns.map(({ scope }) => scope)).toEqual([opus, sonnet]);
  });

  it('is not ended by the answer to a request that was on its way before', () => {
    const resting = healthAfter(rejected({}), 1);
    expect(reduceHealth(resting, succeeded, context)).toBe(resting);
  });

  it('does not let an upstream that invents windows fill the memory', () => {
    let health = GOOD_HEALTH;
    for (let n = 0; n < 100; n++) health = reduceHealth(health, rejected({ claim: `w${n}` }), context);
    expect(health.cooldowns).toHaveLength(16);
  });
});

describe('a throttle', () => {
  it.each([
    [null, 5_000],
    [7_000, 7_000],
    [600_000, 30_000],
  ])('with Retry-After %s ms lasts %d ms', (retryAfterMs, lengthMs) => {
    expect(healthAfter(throttled(retryAfterMs), 1).throttle).toEqual({ since: now, until: now + lengthMs });
  });

  it('of 0 seconds is none', () => {
    expect(healthAfter(throttled(0), 1)).toBe(GOOD_HEALTH);
  });

  it('is not shortened by a second one', () => {
    expect(reduceHealth(healthAfter(throttled(20_000), 1), throttled(null), context).throttle?.until).toBe(
      now + 20_000,
    );
  });

  it.each(['count-tokens', 'models', 'other'] as const)('on %s is none at all', (pathKind) => {
    expect(reduceHealth(GOOD_HEALTH, throttled(9_000), { ...context, pathKind })).toBe(GOOD_HEALTH);
  });
});

describe('a streak of upstream failures', () => {
  it('ejects at the fifth, not at the fourth', () => {
    expect(healthAfter(failed, 4).ejection).toBeNull();
    expect(healthAfter(failed, 5).ejection).toEqual({ failures: 5, since: now, until: now + 60_000 });
  });

  it('is ended by a good answer', () => {
    expect(
      healthAfter(failed, 4, reduceHealth(healthAfter(failed, 4), succeeded, context)).ejection,
    ).toBeNull();
    expect(reduceHealth(healthAfter(failed, 7), succeeded, context)).toEqual(GOOD_HEALTH);
  });

  it('does not lengthen an ejection that is in force', () => {
    expect(healthAfter(failed, 20).ejection?.until).toBe(now + 60_000);
  });

  it('ejects for longer when the first request after an ejection fails, too, up to an hour', () => {
    let health = healthAfter(failed, 5);
    const lengths: number[] = [];
    for (let round = 0; round < 9; round++) {
      const { until } = health.ejection!;
      health = reduceHealth(health, failed, { ...context, now: until });
      lengths.push((health.ejection!.until - until) / 60_000);
    }
    expect(lengths).toEqual([2, 4, 8, 16, 32, 60, 60, 60, 60]);
    expect(MAX_GROWN_COOLDOWN_MS).toBe(HOUR);
  });
});

describe('a refused credential', () => {
  const fresh: OutcomeContext = { ...context, credential: 'refreshed' };

  it('says nothing while a refresh may mend it', () => {
    expect(healthAfter(refused, 3)).toBe(GOOD_HEALTH);
  });

  it('rests the account for five minutes when the token was fresh', () => {
    expect(healthAfter(refused, 1, GOOD_HEALTH, fresh).cooldowns).toEqual([
      { cause: { kind: 'token-refused', status: 401 }, scope: account, since: now, until: now + 5 * 60_000 },
    ]);
  });

  it('counts refusals that come together as one', () => {
    const once = healthAfter(refused, 1, GOOD_HEALTH, fresh);
    expect(healthAfter(refused, 9, once, fresh)).toBe(once);
  });

  it('doubles the rest up to an hour, and begins anew after a good answer', () => {
    let at = now;
    let health = GOOD_HEALTH;
    const lengths: number[] = [];
    for (let round = 0; round < 6; round++) {
      health = reduceHealth(health, refused, { ...fresh, now: at });
      const { until } = health.cooldowns[0]!;
      lengths.push((until - at) / 60_000);
      at = until;
    }
    expect(lengths).toEqual([5, 10, 20, 40, 60, 60]);
    health = reduceHealth(health, succeeded, { ...fresh, now: at });
    expect(health).toEqual({ ...GOOD_HEALTH, reopened: reopening(account, at) });
    expect(expire(health, at + RAMP_MS)).toEqual(GOOD_HEALTH);
  });

  it('goes on counting when an answer arrives that was on its way before the refusal', () => {
    const once = healthAfter(refused, 1, GOOD_HEALTH, fresh);
    expect(reduceHealth(once, succeeded, fresh)).toBe(once);
  });

  it('wants another key when it cannot be refreshed', () => {
    const health = healthAfter(refused, 1, GOOD_HEALTH, { ...context, credential: 'fixed' });
    expect(health.needsLogin).toEqual({ cause: 'key-refused', since: now });
    expect(reduceHealth(health, refused, { ...context, credential: 'fixed', now: now + 1 })).toBe(health);
  });
});

describe('an account without credit', () => {
  it('rests for the base cooldown, doubled each time, up to an hour', () => {
    let at = now;
    let health = GOOD_HEALTH;
    const lengths: number[] = [];
    for (let round = 0; round < 8; round++) {
      health = reduceHealth(health, noCredit, { ...context, now: at });
      expect(reduceHealth(health, noCredit, { ...context, now: at })).toBe(health);
      const { until, cause } = health.cooldowns[0]!;
      expect(cause).toEqual({ kind: 'out-of-credit', status: 400 });
      lengths.push((until - at) / 60_000);
      at = until;
    }
    expect(lengths).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  });
});

describe('time', () => {
  it('ends restrictions exactly at their end and says when that is', () => {
    const health = healthAfter(throttled(9_000), 1, healthAfter(rejected({}), 1));
    expect(nextEnd(health)).toBe(now + 9_000);
    expect(expire(health, now + 8_999)).toBe(health);
    const later = expire(health, now + 9_000);
    expect(later.throttle).toBeNull();
    expect(nextEnd(later)).toBe(now + HOUR);
    const reopened = expire(later, now + HOUR);
    expect(reopened).toEqual({ ...GOOD_HEALTH, reopened: reopening(account, now + HOUR) });
    expect(nextEnd(reopened)).toBe(now + HOUR + RAMP_MS);
    expect(expire(reopened, now + HOUR + RAMP_MS)).toEqual(GOOD_HEALTH);
    expect(nextEnd(GOOD_HEALTH)).toBeNull();
  });

  it('keeps a restriction its length when the clock is set back', () => {
    const health = expire(healthAfter(rejected({}), 1), now - 400 * 24 * HOUR);
    expect(nextEnd(health)).toBe(now - 400 * 24 * HOUR + HOUR);
  });
});
