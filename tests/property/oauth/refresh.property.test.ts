import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CredentialRig, settle } from '../../support/credential-rig.ts';
import { granted, HOUR_MS, MINUTE_MS } from '../../support/oauth-fixtures.ts';

/** Whether a token that was handed out can be found again after a crash at this very moment. */
function expectDurable(rig: CredentialRig, token: string): void {
  expect(rig.vault.written.map(({ record }) => record.kind === 'token-set' && record.accessToken)).toContain(
    token,
  );
}

test('any number of callers in any order cause one token request, and get what is durable', async () => {
  const caller = fc.constantFrom('get', 'renew', 'by-hand', 'ready');
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(caller, { minLength: 1, maxLength: 8 }),
      fc.constantFrom(-1, 2 * MINUTE_MS, HOUR_MS),
      async (scheduler, callers, livesMs) => {
        const rig = new CredentialRig();
        const { id } = rig.signedIn({ livesMs });
        const held = rig.source.ready(id)?.version ?? 0;
        rig.answer = (n) => scheduler.schedule(Promise.resolve(granted(n, rig.clock.now())), 'token answer');
        rig.vault.beforeDurable = () => scheduler.schedule(Promise.resolve(), 'disk');

        const ask = async (how: string): Promise<void> => {
          await scheduler.schedule(Promise.resolve(), how);
          if (how === 'by-hand') {
            // A person's wish counts for itself: it asks again where the others are done already.
            const before = rig.vault.tokenSet(id)?.accessToken;
            if (before === 'access-1') await rig.source.refreshNow(id);
            return;
          }
          if (how === 'ready') {
            const token = rig.readyToken(id);
            if (token !== null) expectDurable(rig, token);
            return;
          }
          const result = how === 'get' ? await rig.source.get(id) : await rig.source.renew(id, held);
          if (!result.ok) throw new Error(result.error.code);
          expectDurable(rig, result.value.value.reveal());
          if (livesMs < 0 || how === 'renew') expect(result.value.value.reveal()).toBe('access-2');
        };
        const all = Promise.all(callers.map(ask));
        await scheduler.waitFor(all);
        await settle();
        expect(rig.sent.length).toBeLessThanOrEqual(1);
        if (livesMs < 0 && callers.some((how) => how !== 'ready')) expect(rig.sent).toHaveLength(1);
      },
    ),
    { numRuns: 200 },
  );
});

type Step =
  | { readonly kind: 'ask'; readonly how: 'get' | 'ready' | 'renew' | 'by-hand' | 'scheduler' }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'jump'; readonly ms: number }
  | { readonly kind: 'endpoint'; readonly mood: 'well' | 'offline' | 'failing' | 'busy' | 'void' }
  | { readonly kind: 'disk'; readonly full: boolean }
  | { readonly kind: 'wake' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('ask' as const),
      how: fc.constantFrom('get', 'ready', 'renew', 'by-hand', 'scheduler'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      ms: fc.constantFrom(100, 3_000, 20_000, MINUTE_MS, 10 * MINUTE_MS, 8 * HOUR_MS),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('jump' as const),
      ms: fc.integer({ min: -12 * HOUR_MS, max: 12 * HOUR_MS }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('endpoint' as const),
      mood: fc.constantFrom('well', 'well', 'offline', 'failing', 'busy', 'void'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('disk' as const), full: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wake' as const) }) },
);

const FAILURES = {
  offline: { kind: 'unreachable', cause: 'ENOTFOUND' },
  failing: { kind: 'endpoint-failed', status: 500, retryAfterMs: null },
  busy: { kind: 'rate-limited', retryAfterMs: 45_000 },
  void: { kind: 'grant-invalid' },
} as const;

test('through clock jumps, trouble and full disks no refresh token is sent twice after success, none after refusal, and no dead token is served', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (steps) => {
      const rig = new CredentialRig();
      const { id } = rig.signedIn({ livesMs: 6 * MINUTE_MS });
      const consumed = new Set<string>();
      const failedAt: number[] = [];
      let mood: Extract<Step, { kind: 'endpoint' }>['mood'] = 'well';
      let refused = false;
      let askedToWaitUntil = 0;
      rig.answer = (n, { refreshToken, at }) => {
        expect(consumed.has(refreshToken)).toBe(false);
        expect(refused).toBe(false);
        expect(at).toBeGreaterThanOrEqual(askedToWaitUntil);
        expect(failedAt.filter((earlier) => earlier > at - MINUTE_MS).length).toBeLessThan(6);
        if (mood === 'well') {
          consumed.add(refreshToken);
          failedAt.length = 0;
          return granted(n, rig.clock.now());
        }
        failedAt.push(at);
        if (mood === 'busy') askedToWaitUntil = at + 45_000;
        if (mood === 'void') refused = true;
        return { ok: false, error: FAILURES[mood] };
      };

      const endOf = new Map([['access-1', rig.clock.now() + 6 * MINUTE_MS]]);
      const check = (token: string | null, refusedBefore = refused): void => {
        if (token === null) return;
        for (const { record } of rig.vault.written) {
          if (record.kind === 'token-set') endOf.set(record.accessToken, record.expiresAt ?? 0);
        }
        const end = endOf.get(token);
        if (end !== undefined) expect(end).toBeGreaterThan(rig.clock.now());
        else expect(rig.source.unsaved()).toEqual([id]);
        expect(refusedBefore).toBe(false);
      };
      const ask = async (how: Extract<Step, { kind: 'ask' }>['how']): Promise<void> => {
        switch (how) {
          case 'ready': {
            // The refresh that `ready` starts behind the token may well be the one that is refused.
            const before = refused;
            return check(rig.readyToken(id), before);
          }
          case 'by-hand':
            return void (await rig.source.refreshNow(id));
          case 'scheduler':
            return rig.source.refreshIfDue(id);
          case 'get': {
            const result = await rig.source.get(id);
            return check(result.ok ? result.value.value.reveal() : null);
          }
          case 'renew': {
            const held = rig.source.ready(id);
            if (held === null) return;
            const result = await rig.source.renew(id, held.version);
            if (result.ok) expect(result.value.version).not.toBe(held.version);
            return check(result.ok ? result.value.value.reveal() : null);
          }
        }
      };

      for (const one of steps) {
        if (one.kind === 'ask') await ask(one.how);
        else if (one.kind === 'pass') rig.clock.advance(one.ms);
        else if (one.kind === 'jump') rig.clock.jumpWallClock(one.ms);
        else if (one.kind === 'endpoint') mood = one.mood;
        else if (one.kind === 'disk') rig.vault.diskIsFull = one.full;
        else rig.source.forgetNetworkTrouble();
        await settle();
      }
      expect(rig.errors).not.toContain('A refresh in the background broke off');
      // With the disk back, whatever was rotated last is there after a restart.
      rig.vault.diskIsFull = false;
      await rig.source.close();
      const rotations = consumed.size;
      const stored = rig.vault.tokenSet(id)?.refreshToken ?? '';
      expect(consumed.has(stored)).toBe(false);
      expect(rotations === 0 ? stored : 'rotated').toBe(rotations === 0 ? 'refresh-1' : 'rotated');
      expect(rig.clock.pendingTimers).toBe(0);
    }),
    { numRuns: 200 },
  );
});
