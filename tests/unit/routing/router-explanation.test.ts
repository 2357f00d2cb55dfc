import { describe, expect, it } from 'vitest';
import { Fleet, HOUR, MODEL, member, now, resting, throttled } from './fleet.ts';

describe('an explanation', () => {
  it('tells every candidate with its verdict, reason and when that may change', () => {
    const fleet = new Fleet([resting('rests'), throttled('slow'), member('first'), member('second')]);
    expect(fleet.router.explain({ model: MODEL, sessionId: null, key: null, now })).toEqual({
      model: MODEL,
      route: null,
      entries: [
        {
          accountId: 'first',
          accountName: 'first',
          provider: 'Claude Code Official',
          model: null,
          verdict: 'chosen',
          reason: { kind: 'in-order', place: 3 },
          changesAt: null,
        },
        expect.objectContaining({
          accountId: 'second',
          verdict: 'next',
          reason: { kind: 'in-order', place: 4 },
        }),
        expect.objectContaining({
          accountId: 'slow',
          verdict: 'next',
          reason: { kind: 'throttled', since: now, until: now + 5_000 },
          changesAt: now + 5_000,
        }),
        expect.objectContaining({ accountId: 'rests', verdict: 'passed-over', changesAt: now + HOUR }),
      ],
    });
  });
});
