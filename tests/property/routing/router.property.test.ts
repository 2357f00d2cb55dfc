import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Account } from '../../../src-main/core/accounts/account.ts';
import { GOOD_HEALTH } from '../../../src-main/core/accounts/account-health.ts';
import { modelFamily } from '../../../src-main/core/providers/model-family.ts';
import {
  closedReason,
  deferredReason,
  isClosed,
  isDeferred,
} from '../../../src-main/core/routing/eligibility.ts';
import { oauthEntry } from '../../support/oauth-fixtures.ts';
import { drain, Fleet, member, now, window } from '../../unit/routing/fleet.ts';

const models = ['claude-opus-5-5', 'claude-sonnet-5-5', 'vendor-model'];
const instant = fc.integer({ min: now - 100, max: now + 100 });
const cooldown = fc.record({
  cause: fc.constantFrom(
    { kind: 'quota', claim: 'c' } as const,
    { kind: 'out-of-credit', status: 400 } as const,
  ),
  scope: fc.constantFrom(
    { kind: 'account' } as const,
    { kind: 'model-family', family: 'opus' } as const,
    { kind: 'model-family', family: 'other' } as const,
  ),
  since: fc.constant(now - 200),
  until: instant,
});
const health = fc.record({
  needsLogin: fc.option(fc.constant({ cause: 'key-refused', since: now } as const), { freq: 5 }),
  cooldowns: fc.array(cooldown, { maxLength: 2 }),
  throttle: fc.option(fc.record({ since: fc.constant(now), until: instant })),
  ejection: fc.option(fc.record({ failures: fc.constant(5), since: fc.constant(now), until: instant })),
});
const condition = fc.record({
  health,
  enabled: fc.boolean(),
  termsMissing: fc.constantFrom(false, false, true),
});

const fleetOf = fc
  .record({
    conditions: fc.array(condition, { maxLength: 8 }),
    strategy: fc.constantFrom('priority', 'round_robin', 'least_used', 'soonest_reset'),
    routed: fc.array(fc.nat(9), { maxLength: 6 }),
    use: fc.array(
      fc.record({ share: fc.nat(10), resetsIn: fc.integer({ min: -2, max: 3 }), requests: fc.nat(3) }),
      {
        minLength: 8,
        maxLength: 8,
      },
    ),
    model: fc.constantFrom(...models, null),
    sessionId: fc.constantFrom('s', 'new', null),
    home: fc.nat(9),
    turns: fc.nat(5),
  })
  .map(({ conditions, strategy, routed, use, model, sessionId, home, turns }) => {
    const accounts = conditions.map((one, n): Account => {
      const entry = oauthEntry({ accountEmail: `a${n}@example.com`, enabled: one.enabled });
      return member(`a${n}`, {
        entry,
        termsMissing: one.termsMissing,
        health: { ...GOOD_HEALTH, ...one.health },
      });
    });
    const candidates = routed.map((n) => ({
      provider: 'Claude Code Official',
      accountEmail: `a${n}@example.com`,
      model: n % 2 === 0 ? null : 'renamed-opus',
      priority: n % 3,
    }));
    const modelRoutes = routed.length === 0 ? [] : [{ pattern: '*sonnet*', strategy: null, candidates }];
    const fleet = new Fleet(accounts, { strategy, modelRoutes });
    for (const [n, { share, resetsIn, requests }] of use.entries()) {
      fleet.quota.set(`a${n}`, [window('5h', { utilization: share / 10, resetsAt: now + resetsIn })]);
      fleet.recent.set(`a${n}`, requests);
    }
    for (let n = 0; n < turns; n++) fleet.begin(`earlier-${n}`, model);
    fleet.router.remember('s', `a${home}`, now, model);
    return { fleet, model, sessionId };
  });

describe('a routing plan', () => {
  it('holds each eligible candidate once and no other, and names a reason for everybody else', () => {
    fc.assert(
      fc.property(fleetOf, ({ fleet, model, sessionId }) => {
        const routed = fleet.settings.modelRoutes.length > 0 && model?.includes('sonnet') === true;
        const expected = new Set<string>();
        const closed = new Set<string>();
        for (const account of fleet.accounts) {
          const lead = fleet.settings.modelRoutes[0]?.candidates
            .toSorted((a, b) => a.priority - b.priority)
            .find(({ accountEmail }) => accountEmail === account.email);
          if (routed && !lead) continue;
          const sent = (routed && lead?.model) || model;
          const reason = closedReason(account, sent === null ? null : modelFamily(sent), now);
          (reason === null ? expected : closed).add(account.id);
        }
        const asked = fleet.order(sessionId, model);
        expect(asked).toHaveLength(new Set(asked).size);
        expect(new Set(asked)).toEqual(expected);
        const passedOver = fleet.begin(sessionId, model).passedOver(now);
        expect(new Set(passedOver.map((entry) => entry.accountId))).toEqual(closed);
      }),
      { numRuns: 400 },
    );
  });

  it('is what a request then follows, choice by choice and reason by reason', () => {
    fc.assert(
      fc.property(fleetOf, ({ fleet, model, sessionId }) => {
        const plan = fleet.router.explain({ model, sessionId, now });
        const cursor = fleet.begin(sessionId, model);
        const followed = [];
        for (let choice = cursor.next(now); choice; choice = cursor.next(now)) {
          followed.push([choice.account.id, choice.model, choice.reason]);
        }
        const planned = plan.entries.filter((entry) => entry.verdict !== 'passed-over');
        expect(followed).toEqual(planned.map((entry) => [entry.accountId, entry.model, entry.reason]));
        expect(planned.map((entry) => entry.verdict)).toEqual(
          planned.map((_, n) => (n === 0 ? 'chosen' : 'next')),
        );
        expect(plan.entries.slice(planned.length)).toEqual(cursor.passedOver(now));
        expect(plan.route).toBe(cursor.route);
      }),
      { numRuns: 400 },
    );
  });

  it('asks the open before the deferred, and a session’s own account before all while it may serve', () => {
    fc.assert(
      fc.property(fleetOf, ({ fleet, model }) => {
        const homeId = fleet.router
          .explain({ model, sessionId: 's', now })
          .entries.find((entry) => entry.reason.kind === 'session-affinity')?.accountId;
        const order = fleet.order('s', model);
        if (homeId !== undefined) expect(order[0]).toBe(homeId);
        const deferred = order.map((id) => isDeferred(fleet.accounts.find((one) => one.id === id)!, now));
        expect(deferred).toEqual(deferred.toSorted((a, b) => Number(a) - Number(b)));
      }),
      { numRuns: 300 },
    );
  });

  it('asks the same accounts in whatever way the caller skips some at first', () => {
    fc.assert(
      fc.property(fleetOf, fc.nat(7), ({ fleet, model, sessionId }, skipped) => {
        const all = fleet.order(sessionId, model);
        const cursor = fleet.begin(sessionId, model);
        const first = cursor.next(now, (account) => account.id === `a${skipped}`);
        const rest = drain(cursor);
        expect(new Set(first ? [first.account.id, ...rest] : rest)).toEqual(new Set(all));
      }),
      { numRuns: 200 },
    );
  });
});

describe('affinity', () => {
  it('holds as long as the account may serve, whatever else happens, and moves at once when not', () => {
    const step = fc.oneof(
      fc.record({ put: fc.nat(3), health }),
      fc.record({ answeredBy: fc.nat(3) }),
      fc.constant('request' as const),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const fleet = new Fleet(['a0', 'a1', 'a2', 'a3'].map((id) => member(id)));
        const [model] = models;
        fleet.router.remember('s', 'a2', now, model!);
        let home = 'a2';
        for (const one of steps) {
          if (one === 'request') {
            const choice = fleet.begin('s', model!).next(now);
            if (choice) {
              fleet.router.remember('s', choice.account.id, now, model!);
              if (!serves(fleet, home)) home = choice.account.id;
            }
          } else if ('put' in one) {
            fleet.put(member(`a${one.put}`, { health: { ...GOOD_HEALTH, ...one.health } }));
          } else {
            fleet.router.remember('s', `a${one.answeredBy}`, now, model!);
            if (!serves(fleet, home)) home = `a${one.answeredBy}`;
          }
          const account = fleet.accounts.find((candidate) => candidate.id === home)!;
          if (!isClosed(account, 'opus', now) && !isDeferred(account, now)) {
            expect(fleet.order('s', model!)[0]).toBe(home);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});

/** A session stays with an account that is open or merely throttled. */
function serves(fleet: Fleet, id: string): boolean {
  const account = fleet.accounts.find((candidate) => candidate.id === id)!;
  return !isClosed(account, 'opus', now) && deferredReason(account, now)?.kind !== 'ejected';
}

describe('eligibility', () => {
  it('gives a reason exactly where it says no', () => {
    fc.assert(
      fc.property(condition, fc.constantFrom('opus', 'other', null), (one, family) => {
        const account = member('a', {
          entry: oauthEntry({ enabled: one.enabled }),
          termsMissing: one.termsMissing,
          health: { ...GOOD_HEALTH, ...one.health },
        });
        expect(closedReason(account, family, now) !== null).toBe(isClosed(account, family, now));
        expect(deferredReason(account, now) !== null).toBe(isDeferred(account, now));
      }),
      { numRuns: 300 },
    );
  });
});
