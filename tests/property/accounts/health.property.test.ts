import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AccountHealth, GOOD_HEALTH } from '../../../src-main/core/accounts/account-health.ts';
import { expire, nextEnd } from '../../../src-main/core/accounts/health-expiry.ts';
import { MAX_COOLDOWN_MS, reduceHealth } from '../../../src-main/core/accounts/health-reducer.ts';
import { RAMP_MS } from '../../../src-main/core/accounts/ramp.ts';
import type { AttemptOutcome } from '../../../src-main/core/providers/attempt-outcome.ts';

const start = Date.UTC(2026, 10, 22, 12);
const YEAR = 365 * 24 * 3_600_000;

const instant = fc.oneof(
  fc.integer({ min: start - YEAR, max: start + YEAR }),
  fc.constantFrom(0, -1, 1e15, Number.MAX_SAFE_INTEGER),
);
const scope = fc.constantFrom(
  { kind: 'account' } as const,
  { kind: 'model-family', family: 'opus' } as const,
  { kind: 'model-family', family: 'other' } as const,
);
const outcome: fc.Arbitrary<AttemptOutcome> = fc.oneof(
  fc.constant<AttemptOutcome>({ kind: 'succeeded', status: 200, windows: [] }),
  fc.record({
    kind: fc.constant('quota-rejected' as const),
    claim: fc.constantFrom('five_hour', 'seven_day', 'seven_day_opus', 'x'),
    scope,
    resetsAt: fc.option(instant),
    windows: fc.constant([]),
  }),
  fc.record({ kind: fc.constant('throttled' as const), retryAfterMs: fc.option(fc.nat(1e12)) }),
  fc.constant<AttemptOutcome>({ kind: 'unauthorized', status: 401 }),
  fc.constant<AttemptOutcome>({ kind: 'out-of-credit', status: 402 }),
  fc.constant<AttemptOutcome>({ kind: 'upstream-failed', cause: 'reset', status: null }),
  fc.constant<AttemptOutcome>({ kind: 'overloaded', retryAfterMs: null }),
);
/** An outcome, or a jump of the wall clock, which time passing is as well. */
const step = fc.oneof(
  fc.record({ outcome, failureTimeoutMs: fc.constantFrom(0, 1_000, 60_000, 1e14) }),
  fc.record({ jumpMs: fc.oneof(fc.integer({ min: -3 * YEAR, max: 3 * YEAR }), fc.nat(3_600_000)) }),
);

describe('health under random answers and a clock that jumps', () => {
  it('never strands an account: left alone, it is good again within 8 days of whatever time it is then', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let health: AccountHealth = GOOD_HEALTH;
        let now = start;
        for (const one of steps) {
          if ('jumpMs' in one) {
            now += one.jumpMs;
            continue;
          }
          health = reduceHealth(health, one.outcome, {
            now,
            failureTimeoutMs: one.failureTimeoutMs,
            pathKind: 'messages',
            credential: 'refreshed',
          });
        }
        health = expire(health, now);
        // Nobody is left out for longer than the longest cooldown; the ramp afterwards leaves nobody out.
        const { cooldowns: left, ejection: setAside } = expire(health, now + MAX_COOLDOWN_MS);
        expect({ left, setAside }).toEqual({ left: [], setAside: null });
        for (let ends = 0; nextEnd(health) !== null; ends++) {
          expect(ends).toBeLessThan(20);
          const end = nextEnd(health)!;
          expect(end).toBeGreaterThan(now);
          expect(end - now).toBeLessThanOrEqual(MAX_COOLDOWN_MS + RAMP_MS);
          health = expire(health, end);
        }
        const { cooldowns, throttle, ejection, reopened, needsLogin } = health;
        expect({ cooldowns, throttle, ejection, reopened, needsLogin }).toEqual({
          cooldowns: [],
          throttle: null,
          ejection: null,
          reopened: null,
          needsLogin: null,
        });
      }),
      { numRuns: 300 },
    );
  });

  it('expires the same whether it is looked at often or once', () => {
    fc.assert(
      fc.property(
        fc.array(outcome, { maxLength: 20 }),
        fc.array(fc.nat(7_200_000), { maxLength: 8 }),
        (outcomes, waits) => {
          const context = {
            now: start,
            failureTimeoutMs: 60_000,
            pathKind: 'messages',
            credential: 'refreshed',
          } as const;
          const health = outcomes.reduce((before, one) => reduceHealth(before, one, context), GOOD_HEALTH);
          let now = start;
          let often = health;
          for (const wait of waits) {
            now += wait;
            often = expire(often, now);
          }
          expect(often).toEqual(expire(health, now));
        },
      ),
      { numRuns: 200 },
    );
  });
});
