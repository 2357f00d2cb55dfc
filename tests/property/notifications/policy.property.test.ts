import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import type { RoutingReason } from '../../../src-shared/model/routing-reason.ts';
import { NOW } from '../../unit/management/fixtures.ts';
import {
  because,
  DAY_MS,
  filled,
  fleet,
  HOUR_MS,
  needsLogin,
  resting,
  Watched,
} from '../../unit/notifications/observed.ts';

const reason: fc.Arbitrary<RoutingReason | null> = fc.oneof(
  fc.constant(null),
  fc.integer({ min: 1, max: 5 }).map((hours) => resting(hours * HOUR_MS)),
  fc.nat(3).map((since) => needsLogin(NOW + since)),
  fc.constant({ kind: 'ejected' as const, failures: 5, since: NOW, until: NOW + HOUR_MS }),
);
const accounts: fc.Arbitrary<readonly AccountSnapshot[]> = fc
  .array(
    fc.record({
      reason,
      setupToken: fc.boolean(),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      endsInDays: fc.integer({ min: 0, max: 20 }),
    }),
    { maxLength: 3 },
  )
  .map((list) =>
    fleet(
      ...list.map((one, index) => ({
        id: `account-${index}`,
        ...(one.reason === null ? {} : because(one.reason)),
        kind: one.setupToken ? ('setup-token' as const) : ('oauth' as const),
        tokenExpiresAt: NOW + one.endsInDays * DAY_MS,
        windows: [filled('5h', one.share, NOW + 2 * HOUR_MS)],
      })),
    ),
  );
const look = fc.record({
  accounts,
  served: fc.array(
    fc.record({ accountId: fc.constantFrom('account-1', 'account-2'), without: fc.constant(['account-0']) }),
    { maxLength: 2 },
  ),
  passesMs: fc.constantFrom(0, 1_000, 5 * 60_000),
});

test('whatever was seen before, seeing the same again is no news', () => {
  fc.assert(
    fc.property(fc.array(look, { minLength: 1, maxLength: 12 }), (looks) => {
      const watched = new Watched();
      let now = NOW;
      for (const { accounts: seen, served, passesMs } of looks) {
        now += passesMs;
        watched.look(seen, { now, served });
        expect(watched.look(seen, { now: now + 1, served })).toEqual([]);
      }
    }),
    { numRuns: 200 },
  );
});

test('the memory knows only accounts that are there, so that it cannot grow for ever', () => {
  fc.assert(
    fc.property(fc.array(look, { maxLength: 6 }), (looks) => {
      const watched = new Watched();
      for (const { accounts: seen, served } of looks) watched.look(seen, { served });
      watched.look([]);
      const { signIn, windows, tokens, switched } = watched.memory;
      expect([signIn, windows, tokens, switched]).toEqual([{}, {}, {}, null]);
    }),
  );
});
