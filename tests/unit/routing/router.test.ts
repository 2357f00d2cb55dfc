import { describe, expect, it } from 'vitest';
import { oauthEntry } from '../../support/oauth-fixtures.ts';
import { drain, ejected, Fleet, HOUR, MODEL, member, now, resting, sick, throttled } from './fleet.ts';

describe('the order in which accounts are asked', () => {
  it('is the user’s', () => {
    expect(new Fleet([member('b'), member('a'), member('c')]).order()).toEqual(['b', 'a', 'c']);
  });

  it('leaves out whoever is closed', () => {
    const fleet = new Fleet([
      resting('resting'),
      member('disabled', { entry: oauthEntry({ enabled: false }) }),
      member('terms', { termsMissing: true }),
      sick('signed-out', { needsLogin: { cause: 'refresh-token-invalid', since: now } }),
      member('open'),
    ]);
    expect(fleet.order()).toEqual(['open']);
  });

  it('puts the throttled behind the open and the ejected behind the throttled, each the sooner free first', () => {
    const fleet = new Fleet([
      ejected('ejected-long', now + 2_000),
      ejected('ejected', now + 1_000),
      throttled('throttled-long', now + 9_000),
      throttled('throttled', now + 3_000),
      member('open'),
    ]);
    expect(fleet.order()).toEqual(['open', 'throttled', 'throttled-long', 'ejected', 'ejected-long']);
  });

  it('asks the least bad when nobody else is left', () => {
    const choice = new Fleet([ejected('only')]).begin().next(now);
    expect(choice).toMatchObject({ account: { id: 'only' }, reason: { kind: 'ejected', failures: 5 } });
  });

  it('does not close an account for other models than the limited family', () => {
    const fleet = new Fleet([resting('a', now + HOUR, 'opus'), member('b')]);
    expect(fleet.order(null, 'claude-opus-5-5')).toEqual(['b']);
    expect(fleet.order(null, 'claude-sonnet-5-5')).toEqual(['a', 'b']);
    expect(fleet.order(null, null)).toEqual(['a', 'b']);
  });

  it('opens an account at the very moment its cooldown ends', () => {
    const fleet = new Fleet([resting('a', now + HOUR)]);
    expect(fleet.order(null, MODEL, now + HOUR - 1)).toEqual([]);
    expect(fleet.order(null, MODEL, now + HOUR)).toEqual(['a']);
  });

  it('is empty without accounts', () => {
    expect(new Fleet([]).order()).toEqual([]);
    expect(new Fleet([]).begin().passedOver(now)).toEqual([]);
  });
});

describe('a request on its way through the accounts', () => {
  it('comes to each account once', () => {
    const cursor = new Fleet([member('a'), member('b')]).begin();
    expect(drain(cursor)).toEqual(['a', 'b']);
    expect(drain(cursor)).toEqual([]);
  });

  it('leaves out whom this call does not want, and comes back to them later', () => {
    const cursor = new Fleet([member('a'), member('b')]).begin();
    expect(cursor.next(now, (account) => account.id === 'a')?.account.id).toBe('b');
    expect(cursor.next(now)?.account.id).toBe('a');
  });

  it('sees what others have learnt since it began', () => {
    const fleet = new Fleet([member('a'), member('b'), member('c')]);
    const cursor = fleet.begin();
    expect(cursor.next(now)?.account.id).toBe('a');
    fleet.put(resting('b'));
    expect(cursor.next(now + 60_000)?.account.id).toBe('c');
    fleet.put(member('b'));
    expect(cursor.next(now + 61_000)?.account.id).toBe('b');
  });

  it('says who was passed over and when each is free, those it asked included', () => {
    const fleet = new Fleet([member('a'), resting('b', now + HOUR), throttled('c')]);
    const cursor = fleet.begin();
    cursor.next(now);
    fleet.put(resting('a', now + 2 * HOUR));
    expect(cursor.passedOver(now)).toMatchObject([
      { accountId: 'a', verdict: 'passed-over', changesAt: now + 2 * HOUR, reason: { kind: 'cooling-down' } },
      { accountId: 'b', verdict: 'passed-over', changesAt: now + HOUR },
    ]);
  });

  it('names the cooldown that ends last, since only then the account is free', () => {
    const { cooldowns } = resting('x', now + HOUR).health;
    const both = sick('a', {
      cooldowns: [
        ...cooldowns,
        { ...cooldowns[0]!, cause: { kind: 'quota', claim: 'seven_day' }, until: now + 9 * HOUR },
      ],
    });
    expect(new Fleet([both]).begin().passedOver(now)).toMatchObject([
      { changesAt: now + 9 * HOUR, reason: { cause: { claim: 'seven_day' } } },
    ]);
  });
});

describe('a session', () => {
  it('stays with the account that has answered it', () => {
    const fleet = new Fleet([member('a'), member('b')]);
    fleet.remember('s', 'b', now, MODEL);
    expect(fleet.begin('s').next(now)).toMatchObject({
      account: { id: 'b' },
      reason: { kind: 'session-affinity' },
    });
    expect(fleet.order('s')).toEqual(['b', 'a']);
    expect(fleet.order('other')).toEqual(['a', 'b']);
    expect(fleet.order(null)).toEqual(['a', 'b']);
  });

  it('stays although another account helped out once', () => {
    const fleet = new Fleet([member('a'), member('b')]);
    fleet.remember('s', 'b', now, MODEL);
    fleet.remember('s', 'a', now + 1, MODEL);
    expect(fleet.order('s')).toEqual(['b', 'a']);
  });

  it('stays over a throttle, during which others serve', () => {
    const fleet = new Fleet([member('a'), member('b')]);
    fleet.remember('s', 'b', now, MODEL);
    fleet.put(throttled('b'));
    expect(fleet.order('s')).toEqual(['a', 'b']);
    fleet.remember('s', 'a', now, MODEL);
    expect(fleet.order('s', MODEL, now + 5_000)).toEqual(['b', 'a']);
  });

  it.each([
    ['rests', resting('b')],
    ['rests for this family', resting('b', now + HOUR, 'opus')],
    ['is ejected', ejected('b')],
    ['must sign in', sick('b', { needsLogin: { cause: 'key-refused', since: now } })],
  ])('moves when its account %s, and stays where it went', (_why, closed) => {
    const fleet = new Fleet([member('a'), member('b')]);
    fleet.remember('s', 'b', now, MODEL);
    fleet.put(closed);
    expect(fleet.order('s')[0]).toBe('a');
    fleet.remember('s', 'a', now, MODEL);
    fleet.put(member('b'));
    expect(fleet.order('s')).toEqual(['a', 'b']);
  });

  it('moves when its account rests for the family that the route sends there', () => {
    const candidate = (id: string, model: string | null) => ({
      provider: 'Claude Code Official',
      accountEmail: `${id}@example.com`,
      model,
      priority: 1,
    });
    const candidates = [candidate('a', null), candidate('b', 'vendor-haiku')];
    const fleet = new Fleet([member('a'), resting('b', now + HOUR, 'haiku')], {
      modelRoutes: [{ pattern: '*', strategy: null, candidates }],
    });
    fleet.remember('s', 'b', now, MODEL);
    fleet.remember('s', 'a', now, MODEL);
    fleet.put(member('b'));
    expect(fleet.order('s')).toEqual(['a', 'b']);
  });

  it('moves when its account is removed', () => {
    const fleet = new Fleet([member('a'), member('b')]);
    fleet.remember('s', 'b', now, MODEL);
    fleet.accounts = [member('a')];
    expect(fleet.order('s')).toEqual(['a']);
  });

  it('is forgotten after an hour of silence, and not while it goes on', () => {
    const fleet = new Fleet([member('a'), member('b')]);
    fleet.remember('s', 'b', now, MODEL);
    fleet.remember('s', 'b', now + 50 * 60_000, MODEL);
    expect(fleet.order('s', MODEL, now + 50 * 60_000 + HOUR - 1)).toEqual(['b', 'a']);
    expect(fleet.order('s', MODEL, now + 50 * 60_000 + HOUR)).toEqual(['a', 'b']);
  });

  it('is not remembered where the settings say so', () => {
    const fleet = new Fleet([member('a'), member('b')], { sessionAffinity: false });
    fleet.remember('s', 'b', now, MODEL);
    expect(fleet.order('s')).toEqual(['a', 'b']);
  });

  it('goes to the same account with requests that name no model', () => {
    const fleet = new Fleet([member('a'), member('b')]);
    fleet.remember('s', 'b', now, MODEL);
    expect(fleet.order('s', null)).toEqual(['b', 'a']);
  });

  it('may have a home per route, and takes the first one along', () => {
    const candidate = (id: string) => ({
      provider: 'Claude Code Official',
      accountEmail: `${id}@example.com`,
      model: null,
      priority: 1,
    });
    const fleet = new Fleet([member('a'), member('b'), member('c')], {
      modelRoutes: [
        { pattern: '*opus*', strategy: null, candidates: ['a', 'b'].map(candidate) },
        { pattern: '*haiku*', strategy: null, candidates: ['c', 'b'].map(candidate) },
      ],
    });
    fleet.remember('s', 'b', now, 'claude-opus-5-5');
    expect(fleet.order('s', 'claude-haiku-5-5')).toEqual(['b', 'c']);
    expect(fleet.order('s', 'claude-sonnet-5-5')).toEqual(['b', 'a', 'c']);
    fleet.put(resting('b', now + 1_000, 'haiku'));
    fleet.remember('s', 'c', now, 'claude-haiku-5-5');
    expect(fleet.order('s', 'claude-haiku-5-5', now + 1_000)).toEqual(['c', 'b']);
    expect(fleet.order('s', 'claude-opus-5-5', now + 1_000)).toEqual(['b', 'a']);
  });
});

describe('round-robin', () => {
  const three = () => new Fleet([member('a'), member('b'), member('c')], { strategy: 'round_robin' });

  it('begins every new session one account further', () => {
    const fleet = three();
    expect(['s1', 's2', 's3', 's4'].map((session) => fleet.order(session))).toEqual([
      ['a', 'b', 'c'],
      ['b', 'c', 'a'],
      ['c', 'a', 'b'],
      ['a', 'b', 'c'],
    ]);
  });

  it('gives a session one turn, also before its first answer', () => {
    const fleet = three();
    expect([fleet.order('s1')[0], fleet.order('s1')[0], fleet.order('s2')[0]]).toEqual(['a', 'a', 'b']);
  });

  it('takes no turn for a session that is at home somewhere', () => {
    const fleet = three();
    fleet.remember('s1', 'c', now, MODEL);
    expect(fleet.order('s1')).toEqual(['c', 'a', 'b']);
    expect(fleet.order('s2')[0]).toBe('a');
  });

  it('counts requests without a session as sessions of their own, but no side requests', () => {
    const fleet = three();
    const side = { model: MODEL, sessionId: null, pathKind: 'count-tokens', key: null, now } as const;
    expect(fleet.router.begin(side).next(now)?.account.id).toBe('a');
    expect([fleet.order()[0], fleet.order()[0]]).toEqual(['a', 'b']);
  });

  it('shares the sessions of a resting account among all others', () => {
    const fleet = three();
    fleet.put(resting('b'));
    const firsts = Array.from({ length: 6 }, (_, n) => fleet.order(`s${n}`)[0]);
    expect(firsts).toEqual(['a', 'c', 'a', 'c', 'a', 'c']);
  });

  it('goes on within one request where it began', () => {
    const fleet = three();
    fleet.order('s1');
    const cursor = fleet.begin('s2');
    expect(
      [cursor.next(now), cursor.next(now), cursor.next(now)].map((choice) => choice?.account.id),
    ).toEqual(['b', 'c', 'a']);
  });

  it('explains without taking a turn', () => {
    const fleet = three();
    const explain = () => fleet.router.explain({ model: MODEL, sessionId: 'new', key: null, now }).entries[0];
    expect(explain()).toMatchObject({ accountId: 'a', reason: { kind: 'round-robin', place: 1 } });
    expect(explain()?.accountId).toBe('a');
    expect(fleet.order('new')[0]).toBe('a');
  });
});
