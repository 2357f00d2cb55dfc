/** Hours, caps, ramps and walls: what a user or a reopening puts between a request and an account. */
import { describe, expect, it } from 'vitest';
import type { Account } from '../../../src-main/core/accounts/account.ts';
import { RAMP_MS, RAMP_STEP_MS, reopening } from '../../../src-main/core/accounts/ramp.ts';
import type { ProviderEntry } from '../../../src-main/core/settings/settings.ts';
import { oauthEntry } from '../../support/oauth-fixtures.ts';
import { Fleet, HOUR, MODEL, member, now, resting, sick, throttled, window } from './fleet.ts';

const withEntry = (id: string, entry: Partial<ProviderEntry>): Account =>
  member(id, { entry: oauthEntry({ accountEmail: `${id}@example.com`, ...entry }) });
const capped = (id: string, maxConcurrentRequests: number) => withEntry(id, { maxConcurrentRequests });
const minuteOf = (at: number) => new Date(at).getHours() * 60 + new Date(at).getMinutes();
/** Hours that begin and end so many hours from now, by the local clock. */
const hours = (from: number, to: number) => ({
  fromMinute: minuteOf(now + from * HOUR),
  toMinute: minuteOf(now + to * HOUR),
});
const account = { kind: 'account' } as const;
const explain = (fleet: Fleet, at = now) =>
  fleet.router
    .explain({ model: MODEL, sessionId: null, key: null, now: at })
    .entries.map(({ accountId, verdict, reason, changesAt }) => ({ accountId, verdict, reason, changesAt }));

describe('hours', () => {
  const fleet = () =>
    new Fleet([withEntry('night', { hours: hours(2, 4) }), withEntry('day', { hours: hours(-1, 1) })]);

  it('leave an account out until they begin, and say when that is', () => {
    expect(fleet().order()).toEqual(['day']);
    expect(explain(fleet())).toMatchObject([
      { accountId: 'day', verdict: 'chosen' },
      {
        accountId: 'night',
        verdict: 'passed-over',
        reason: { kind: 'outside-hours', until: now + 2 * HOUR },
        changesAt: now + 2 * HOUR,
      },
    ]);
  });

  it('turn by the clock alone, forward and back', () => {
    const one = fleet();
    const at = (hoursFromNow: number) => one.order(null, MODEL, now + hoursFromNow * HOUR);
    expect(at(0)).toEqual(['day']);
    expect(at(1)).toEqual([]);
    expect(at(2)).toEqual(['night']);
    expect(at(4)).toEqual([]);
    expect(at(23)).toEqual(['day']);
    // The clock is set back.
    expect(at(0.5)).toEqual(['day']);
    expect(at(-2)).toEqual([]);
  });

  it('move a session, and let it stay where it went', () => {
    const one = new Fleet([withEntry('day', { hours: hours(-1, 1) }), member('b')]);
    one.remember('s', 'day', now, MODEL);
    expect(one.order('s')[0]).toBe('day');
    const later = now + HOUR;
    expect(one.order('s', MODEL, later)).toEqual(['b']);
    one.remember('s', 'b', later, MODEL);
    expect(one.order('s', MODEL, later)).toEqual(['b']);
  });
});

describe('a cap on requests in flight', () => {
  it('is the user’s word: a full account is not asked, not even as the last', () => {
    const fleet = new Fleet([capped('a', 2), capped('b', 1)]);
    fleet.open.set('a', 1);
    expect(fleet.order()).toEqual(['a', 'b']);
    fleet.open.set('a', 2);
    expect(fleet.order()).toEqual(['b']);
    fleet.open.set('b', 7);
    expect(fleet.order()).toEqual([]);
    expect(explain(fleet)).toEqual([
      {
        accountId: 'a',
        verdict: 'passed-over',
        reason: { kind: 'at-capacity', open: 2, limit: 2 },
        changesAt: null,
      },
      {
        accountId: 'b',
        verdict: 'passed-over',
        reason: { kind: 'at-capacity', open: 7, limit: 1 },
        changesAt: null,
      },
    ]);
    fleet.open.set('b', 0);
    expect(fleet.order()).toEqual(['b']);
  });

  it('holds for deferred accounts too', () => {
    const { health } = throttled('a');
    const fleet = new Fleet([{ ...capped('a', 1), health }]);
    expect(fleet.order()).toEqual(['a']);
    fleet.open.set('a', 1);
    expect(fleet.order()).toEqual([]);
  });

  it('sends a burst of one session elsewhere without moving its home', () => {
    const fleet = new Fleet([member('b'), capped('a', 1)]);
    fleet.remember('s', 'a', now, MODEL);
    fleet.open.set('a', 1);
    expect(fleet.order('s')).toEqual(['b']);
    fleet.remember('s', 'b', now, MODEL);
    fleet.open.set('a', 0);
    expect(fleet.order('s')[0]).toBe('a');
  });

  it('is found in a request’s facts, beside what else was closed, in the user’s order', () => {
    const fleet = new Fleet([resting('r'), capped('a', 1), member('b')]);
    fleet.open.set('a', 1);
    expect(fleet.begin().doneWithout(now, [{ accountId: 'b' }])).toMatchObject([
      { accountId: 'r', reason: { kind: 'cooling-down' } },
      { accountId: 'a', reason: { kind: 'at-capacity' } },
    ]);
    expect(fleet.begin().doneWithout(now, [{ accountId: 'a' }])).toMatchObject([{ accountId: 'r' }]);
  });
});

describe('an account that has just reopened', () => {
  const reopened = (id: string) => sick(id, { reopened: reopening(account, now) });

  it('takes one request at first, and one more after every step, while others can take the rest', () => {
    const fleet = new Fleet([reopened('a'), member('b')]);
    const firstWith = (open: number, at: number) => {
      fleet.open.set('a', open);
      return fleet.order(null, MODEL, at)[0];
    };
    expect(firstWith(0, now)).toBe('a');
    expect(firstWith(1, now)).toBe('b');
    expect(firstWith(1, now + RAMP_STEP_MS)).toBe('a');
    expect(firstWith(2, now + RAMP_STEP_MS)).toBe('b');
    expect(firstWith(11, now + 11 * RAMP_STEP_MS)).toBe('a');
    expect(firstWith(12, now + 11 * RAMP_STEP_MS)).toBe('b');
    expect(firstWith(1_000, now + RAMP_MS)).toBe('a');
  });

  it('says so, and stands before those with whom something is wrong', () => {
    const fleet = new Fleet([throttled('t'), reopened('a')]);
    fleet.open.set('a', 1);
    expect(explain(fleet)).toMatchObject([
      { accountId: 'a', verdict: 'chosen', reason: { kind: 'ramping', since: now, until: now + RAMP_MS } },
      { accountId: 't', verdict: 'next' },
    ]);
  });

  it('keeps its own sessions', () => {
    const fleet = new Fleet([member('b'), reopened('a')]);
    fleet.remember('s', 'a', now, MODEL);
    fleet.open.set('a', 50);
    expect(fleet.order('s')).toEqual(['a', 'b']);
  });

  it('ramps only for the models that were closed', () => {
    const opus = { kind: 'model-family', family: 'opus' } as const;
    const fleet = new Fleet([sick('a', { reopened: reopening(opus, now) }), member('b')]);
    fleet.open.set('a', 9);
    expect(fleet.order(null, 'claude-opus-5-5')).toEqual(['b', 'a']);
    expect(fleet.order(null, 'claude-haiku-5-5')).toEqual(['a', 'b']);
  });

  it('takes one at a time while the clock is set back', () => {
    const fleet = new Fleet([reopened('a'), member('b')]);
    expect(fleet.order(null, MODEL, now - HOUR)[0]).toBe('a');
    fleet.open.set('a', 1);
    expect(fleet.order(null, MODEL, now - HOUR)[0]).toBe('b');
  });
});

describe('a client key that is bound to some accounts', () => {
  const key = { name: 'work', accountIds: new Set(['b', 'c', 'gone']) };
  const other = { name: 'other', accountIds: new Set(['a']) };
  const three = () => new Fleet([member('a'), member('b'), member('c')]);

  it('leads to those and to no other, however bad they are', () => {
    const fleet = three();
    expect(fleet.order(null, MODEL, now, key)).toEqual(['b', 'c']);
    fleet.put(resting('b'));
    fleet.put(throttled('c'));
    expect(fleet.order(null, MODEL, now, key)).toEqual(['c']);
    fleet.put(resting('c'));
    expect(fleet.order(null, MODEL, now, key)).toEqual([]);
    expect(fleet.order(null, MODEL)).toEqual(['a']);
    expect(fleet.order(null, null, now, key)).toEqual([]);
  });

  it('says who is kept out, in the user’s order', () => {
    const fleet = three();
    fleet.put(resting('b'));
    const plan = fleet.router.explain({ model: MODEL, sessionId: null, key, now });
    expect(plan.entries.map(({ accountId, verdict, reason }) => [accountId, verdict, reason.kind])).toEqual([
      ['c', 'chosen', 'in-order'],
      ['a', 'passed-over', 'not-for-this-key'],
      ['b', 'passed-over', 'cooling-down'],
    ]);
    // Those are no candidates of the request, so its facts do not list them.
    expect(fleet.begin(null, MODEL, now, key).doneWithout(now, [])).toMatchObject([{ accountId: 'b' }]);
  });

  it('keeps sessions of its own, also where they carry the same id', () => {
    const fleet = three();
    fleet.remember('s', 'a', now, MODEL);
    fleet.remember('s', 'c', now, MODEL, key);
    expect(fleet.order('s')[0]).toBe('a');
    expect(fleet.order('s', MODEL, now, key)).toEqual(['c', 'b']);
    expect(fleet.order('s', MODEL, now, other)).toEqual(['a']);
  });

  it('takes turns of its own', () => {
    const fleet = new Fleet([member('a'), member('b'), member('c')], { strategy: 'round_robin' });
    const firsts = (session: string) => [fleet.order(session)[0], fleet.order(session, MODEL, now, key)[0]];
    expect(['s1', 's2', 's3'].map(firsts)).toEqual([
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'b'],
    ]);
  });

  it('orders its accounts by the strategy like any other', () => {
    const fleet = new Fleet([member('a'), member('b'), member('c')], { strategy: 'least_used' });
    fleet.quota.set('b', [window('5h', { utilization: 0.5, resetsAt: now + HOUR })]);
    fleet.quota.set('c', [window('5h', { utilization: 0.1, resetsAt: now + HOUR })]);
    expect(fleet.order(null, MODEL, now, key)).toEqual(['c', 'b']);
  });

  it('leads nowhere once its accounts are gone', () => {
    const fleet = new Fleet([member('a')]);
    expect(fleet.order(null, MODEL, now, key)).toEqual([]);
    expect(fleet.begin(null, MODEL, now, key).passedOver(now)).toMatchObject([
      { accountId: 'a', reason: { kind: 'not-for-this-key', keyName: 'work' } },
    ]);
  });
});

describe('what a request did without', () => {
  it('is one list for all requests, and nothing where nobody is closed', () => {
    const fleet = new Fleet([resting('a'), member('b'), member('c')]);
    const facts = () => fleet.begin().doneWithout(now, [{ accountId: 'b' }]);
    expect(facts()).toMatchObject([{ accountId: 'a', reason: { kind: 'cooling-down' } }]);
    expect(facts()).toBe(facts());
    fleet.put(member('a'));
    expect(facts()).toEqual([]);
    expect(facts()).toBe(facts());
  });

  it('leaves out whom the request tried', () => {
    const fleet = new Fleet([resting('a'), resting('b'), member('c')]);
    expect(fleet.begin().doneWithout(now, [{ accountId: 'a' }, { accountId: 'c' }])).toMatchObject([
      { accountId: 'b' },
    ]);
  });
});
