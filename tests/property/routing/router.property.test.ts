import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Account } from '../../../src-main/core/accounts/account.ts';
import { GOOD_HEALTH } from '../../../src-main/core/accounts/account-health.ts';
import { modelFamily } from '../../../src-main/core/providers/model-family.ts';
import {
  closedReason,
  deferredReason,
  isClosed,
  nextChange,
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
  reopened: fc.option(
    fc.record({
      scope: fc.constantFrom({ kind: 'account' } as const, { kind: 'model-family', family: 'opus' } as const),
      since: fc.constant(now - 7_000),
      until: instant,
    }),
  ),
});
/** Hours around this moment, so that some are open and some are not. */
const localMinute = new Date(now).getHours() * 60 + new Date(now).getMinutes();
const hours = fc
  .record({ from: fc.integer({ min: -3, max: 3 }), length: fc.integer({ min: 1, max: 5 }) })
  .map(({ from, length }) => ({
    fromMinute: (localMinute + from + 1_440) % 1_440,
    toMinute: (localMinute + from + length + 1_440) % 1_440,
  }));
const condition = fc.record({
  health,
  enabled: fc.boolean(),
  termsMissing: fc.constantFrom(false, false, true),
  hours: fc.option(hours, { freq: 1 }),
  maxConcurrentRequests: fc.option(fc.integer({ min: 1, max: 3 }), { freq: 1 }),
  open: fc.nat(4),
});
const keys = fc.option(
  fc
    .uniqueArray(fc.nat(9), { maxLength: 6 })
    .map((ids) => ({ name: 'project', accountIds: new Set(ids.map((n) => `a${n}`)) })),
);

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
    key: keys,
  })
  .map(({ conditions, strategy, routed, use, model, sessionId, home, turns, key: boundTo }) => {
    const accounts = conditions.map((one, n): Account => {
      const { enabled, hours: open, maxConcurrentRequests } = one;
      const accountEmail = `a${n}@example.com`;
      const entry = oauthEntry({ accountEmail, enabled, hours: open, maxConcurrentRequests });
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
    for (const [n, { open }] of conditions.entries()) fleet.open.set(`a${n}`, open);
    for (const [n, { share, resetsIn, requests }] of use.entries()) {
      fleet.quota.set(`a${n}`, [window('5h', { utilization: share / 10, resetsAt: now + resetsIn })]);
      fleet.recent.set(`a${n}`, requests);
    }
    for (let n = 0; n < turns; n++) fleet.begin(`earlier-${n}`, model, now, boundTo);
    fleet.remember('s', `a${home}`, now, model, boundTo);
    return { fleet, model, sessionId, key: boundTo };
  });

/** True where the user's cap is reached. */
function isFull(fleet: Fleet, { id, entry }: Account): boolean {
  return entry.maxConcurrentRequests !== null && fleet.openRequests(id) >= entry.maxConcurrentRequests;
}

describe('a routing plan', () => {
  it('holds each eligible candidate once and no other, and names a reason for everybody else', () => {
    fc.assert(
      fc.property(fleetOf, ({ fleet, model, sessionId, key }) => {
        const routed = fleet.settings.modelRoutes.length > 0 && model?.includes('sonnet') === true;
        const expected = new Set<string>();
        const closed = new Set<string>();
        const walled = new Set<string>();
        for (const account of fleet.accounts) {
          const lead = fleet.settings.modelRoutes[0]?.candidates
            .toSorted((a, b) => a.priority - b.priority)
            .find(({ accountEmail }) => accountEmail === account.email);
          if (routed && !lead) continue;
          if (key !== null && !key.accountIds.has(account.id)) {
            walled.add(account.id);
            continue;
          }
          const sent = (routed && lead?.model) || model;
          const reason = closedReason(account, sent === null ? null : modelFamily(sent), now);
          (reason === null && !isFull(fleet, account) ? expected : closed).add(account.id);
        }
        const asked = fleet.order(sessionId, model, now, key);
        expect(asked).toHaveLength(new Set(asked).size);
        expect(new Set(asked)).toEqual(expected);
        const cursor = fleet.begin(sessionId, model, now, key);
        const passedOver = cursor.passedOver(now);
        expect(new Set(passedOver.map((entry) => entry.accountId))).toEqual(new Set([...closed, ...walled]));
        const barred = passedOver.filter(({ reason }) => reason.kind === 'not-for-this-key');
        expect(new Set(barred.map((entry) => entry.accountId))).toEqual(walled);
        const without = cursor.doneWithout(now, []);
        expect(without.map(({ accountId }) => accountId)).toEqual(
          passedOver.map(({ accountId }) => accountId).filter((id) => closed.has(id)),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('is what a request then follows, choice by choice and reason by reason', () => {
    fc.assert(
      fc.property(fleetOf, ({ fleet, model, sessionId, key }) => {
        const plan = fleet.router.explain({ model, sessionId, key, now });
        const cursor = fleet.begin(sessionId, model, now, key);
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
      fc.property(fleetOf, ({ fleet, model, key }) => {
        const homeId = fleet.router
          .explain({ model, sessionId: 's', key, now })
          .entries.find((entry) => entry.reason.kind === 'session-affinity')?.accountId;
        const order = fleet.order('s', model, now, key);
        if (homeId !== undefined) expect(order[0]).toBe(homeId);
        const deferred = order.map(
          (id) => deferredReason(fleet.accounts.find((one) => one.id === id)!, now) !== null,
        );
        expect(deferred).toEqual(deferred.toSorted((a, b) => Number(a) - Number(b)));
      }),
      { numRuns: 300 },
    );
  });

  it('asks the same accounts in whatever way the caller skips some at first', () => {
    fc.assert(
      fc.property(fleetOf, fc.nat(7), ({ fleet, model, sessionId, key }, skipped) => {
        const all = fleet.order(sessionId, model, now, key);
        const cursor = fleet.begin(sessionId, model, now, key);
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
      fc.record({ put: fc.nat(3), health, hours: fc.option(hours, { freq: 1 }) }),
      fc.record({ answeredBy: fc.nat(3) }),
      fc.record({ fill: fc.nat(3), open: fc.nat(3) }),
      // The wall clock goes on, and may be set back.
      fc.record({ jumpMs: fc.integer({ min: -60_000, max: 60_000 }) }),
      fc.constant('request' as const),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const capped = (n: number, more: Partial<Account['entry']> = {}) =>
          oauthEntry({ accountEmail: `a${n}@example.com`, maxConcurrentRequests: 2, ...more });
        const fleet = new Fleet([0, 1, 2, 3].map((n) => member(`a${n}`, { entry: capped(n) })));
        const [model] = models;
        let at = now;
        fleet.remember('s', 'a2', at, model!);
        let home = 'a2';
        const answer = (id: string) => {
          fleet.remember('s', id, at, model!);
          if (!serves(fleet, home, at)) home = id;
        };
        for (const one of steps) {
          if (one === 'request') {
            const choice = fleet.begin('s', model!, at).next(at);
            if (choice) answer(choice.account.id);
          } else if ('put' in one) {
            const entry = capped(one.put, { hours: one.hours });
            fleet.put(member(`a${one.put}`, { entry, health: { ...GOOD_HEALTH, ...one.health } }));
          } else if ('answeredBy' in one) {
            answer(`a${one.answeredBy}`);
          } else if ('fill' in one) {
            fleet.open.set(`a${one.fill}`, one.open);
          } else {
            at += one.jumpMs;
          }
          const account = fleet.accounts.find((candidate) => candidate.id === home)!;
          const open = closedReason(account, 'opus', at) === null && deferredReason(account, at) === null;
          if (open && !isFull(fleet, account)) expect(fleet.order('s', model!, at)[0]).toBe(home);
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** A session stays with an account that is open or merely throttled; being full is no reason to move. */
function serves(fleet: Fleet, id: string, at: number): boolean {
  const account = fleet.accounts.find((candidate) => candidate.id === id)!;
  return closedReason(account, 'opus', at) === null && deferredReason(account, at)?.kind !== 'ejected';
}

describe('eligibility', () => {
  it('gives a reason exactly where it says no, and says when that may change', () => {
    fc.assert(
      fc.property(condition, fc.constantFrom('opus', 'other', null), fc.nat(200), (one, family, later) => {
        const { enabled, hours: open, maxConcurrentRequests, termsMissing } = one;
        const account = member('a', {
          entry: oauthEntry({ enabled, hours: open, maxConcurrentRequests }),
          termsMissing,
          health: { ...GOOD_HEALTH, ...one.health },
        });
        const verdict = (at: number) => [closedReason(account, family, at), deferredReason(account, at)];
        expect(isClosed(account, family, now)).toBe(verdict(now)[0] !== null);
        if (now + later < nextChange(account, now)) expect(verdict(now + later)).toEqual(verdict(now));
      }),
      { numRuns: 500 },
    );
  });
});
