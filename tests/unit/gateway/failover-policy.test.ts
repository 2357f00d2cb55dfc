import { describe, expect, it } from 'vitest';
import { type FailoverContext, nextStep } from '../../../src-main/core/gateway/failover-policy.ts';
import type { AttemptOutcome } from '../../../src-main/core/providers/attempt-outcome.ts';

const throttled = (retryAfterMs: number | null): AttemptOutcome => ({ kind: 'throttled', retryAfterMs });
const overloaded: AttemptOutcome = { kind: 'overloaded', retryAfterMs: null };
const failed: AttemptOutcome = { kind: 'upstream-failed', cause: 'status', status: 500 };
const unauthorized: AttemptOutcome = { kind: 'unauthorized', status: 401 };
const offline: AttemptOutcome = { kind: 'local-origin-failed', cause: 'refused', host: 'h' };
const spent: AttemptOutcome = {
  kind: 'quota-rejected',
  claim: 'five_hour',
  scope: { kind: 'account' },
  resetsAt: null,
  windows: [],
};

function stepAfter(outcomes: AttemptOutcome[], context: Partial<FailoverContext> = {}) {
  return nextStep({
    pathKind: 'messages',
    tried: outcomes.map((outcome, i) => ({ accountId: `a${i}`, upstream: `https://u${i}`, outcome })),
    sessionLivesHere: false,
    canRenew: false,
    maxAmbiguousAttempts: 2,
    ...context,
  });
}

const next = (without = 'relay', notAt: string | null = null) => ({ kind: 'next', notAt, without });
const RELAY = { kind: 'relay' };

describe('what follows an attempt', () => {
  it.each<[string, AttemptOutcome[], Partial<FailoverContext>, unknown]>([
    ['a success is relayed', [{ kind: 'succeeded', status: 200, windows: [] }], {}, RELAY],
    ['a spent window goes on to the next account', [spent], {}, next('explain-exhaustion')],
    ['and on, while there are any', [spent, spent, spent, spent], {}, next('explain-exhaustion')],
    ['a throttle asks one other account', [throttled(null)], {}, next()],
    ['and then is relayed', [throttled(null), throttled(null)], {}, RELAY],
    [
      'a short throttle waits where the session lives',
      [throttled(3_000)],
      { sessionLivesHere: true },
      { kind: 'wait', delayMs: 3_000 },
    ],
    ['a longer one does not', [throttled(3_001)], { sessionLivesHere: true }, next()],
    ['a short throttle does not wait elsewhere', [throttled(1_000)], {}, next()],
    [
      'a throttle after the wait is relayed',
      [throttled(1_000), throttled(1_000)],
      { sessionLivesHere: true },
      RELAY,
    ],
    [
      'overload looks for another upstream, else repeats once',
      [overloaded],
      {},
      next('retry-same', 'https://u0'),
    ],
    ['overload twice is relayed', [overloaded, overloaded], {}, RELAY],
    ['a refused token is renewed first', [unauthorized], { canRenew: true }, { kind: 'renew' }],
    ['a fresh token that is refused goes on', [unauthorized, unauthorized], {}, next('explain-exhaustion')],
    ['a refused key goes on', [unauthorized], {}, next('explain-exhaustion')],
    ['a refused permission asks one other account', [{ kind: 'forbidden' }], {}, next()],
    ['and then is relayed', [{ kind: 'forbidden' }, { kind: 'forbidden' }], {}, RELAY],
    ['an empty purse goes on, else is relayed', [{ kind: 'out-of-credit', status: 400 }], {}, next()],
    ["the client's own mistake is relayed", [{ kind: 'rejected', status: 400 }], {}, RELAY],
    ['a block is relayed', [{ kind: 'blocked', status: 403 }], {}, RELAY],
    ['an upstream failure asks one other account', [failed], {}, next()],
    ['and then is relayed: exactly two attempts', [failed, failed], {}, RELAY],
    ['with more attempts allowed it goes on', [failed, failed], { maxAmbiguousAttempts: 3 }, next()],
    ['a failure of this machine goes on', [offline, offline, offline], {}, next()],
    ['a client that went is the end', [{ kind: 'client-aborted' }], {}, RELAY],
  ])('%s', (_name, outcomes, context, expected) => {
    expect(stepAfter(outcomes, context)).toEqual(expected);
  });

  it('never fails over on other paths, but renews a refused token', () => {
    for (const outcome of [spent, failed, offline, overloaded, throttled(null)]) {
      expect(stepAfter([outcome], { pathKind: 'other' })).toEqual(RELAY);
    }
    expect(stepAfter([unauthorized], { pathKind: 'other', canRenew: true })).toEqual({ kind: 'renew' });
    expect(stepAfter([unauthorized], { pathKind: 'other' })).toEqual(RELAY);
  });

  it('counts mixed failures apart: a throttle on the way does not use up the ambiguous attempts', () => {
    expect(stepAfter([throttled(null), failed])).toEqual(next());
    expect(stepAfter([failed, throttled(null)])).toEqual(next());
  });
});
