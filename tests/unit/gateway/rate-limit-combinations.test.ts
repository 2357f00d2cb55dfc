/**
 * Every 429 that can be put together from the headers that upstreams send: what it is called, what it does to the
 * account, and what follows. The tables say what is expected; nothing of it is computed by the code under test.
 */
import { describe, expect, it } from 'vitest';
import { GOOD_HEALTH } from '../../../src-main/core/accounts/account-health.ts';
import { reduceHealth } from '../../../src-main/core/accounts/health-reducer.ts';
import { nextStep } from '../../../src-main/core/gateway/failover-policy.ts';
import type { AttemptOutcome } from '../../../src-main/core/providers/attempt-outcome.ts';
import { classifyAnswer } from '../../../src-main/core/providers/classify-answer.ts';
import { headersFrom } from '../../support/header-record.ts';

const now = Date.UTC(2026, 10, 22, 12);
const SECOND = 1_000;
const DAY = 24 * 3_600 * SECOND;
const BASE_COOLDOWN = 60 * SECOND;
const PREFIX = 'anthropic-ratelimit-unified-';
const seconds = (at: number) => String(at / 1000);

/** The claim, and what it closes while opus is asked for. */
const CLAIMS: readonly (readonly [string | undefined, 'account' | 'opus' | 'sonnet'])[] = [
  ['five_hour', 'account'],
  ['seven_day', 'account'],
  ['overage', 'account'],
  ['seven_day_opus', 'opus'],
  ['seven_day_sonnet', 'sonnet'],
  ['seven_day_overage_included', 'opus'],
  ['a_limit_of_tomorrow', 'opus'],
  [undefined, 'account'],
];
/** The reset, and how long the cooldown lasts. */
const RESETS: readonly (readonly [string | undefined, number])[] = [
  [seconds(now + 90 * SECOND), 90 * SECOND],
  [String(now + 90 * SECOND), 90 * SECOND],
  [new Date(now + 90 * SECOND).toISOString(), 90 * SECOND],
  [seconds(now + 7 * DAY), 7 * DAY],
  [seconds(now + 400 * DAY), 8 * DAY],
  ['99999999999', 8 * DAY],
  [seconds(now), BASE_COOLDOWN],
  [seconds(now - DAY), BASE_COOLDOWN],
  ['-5', BASE_COOLDOWN],
  ['soon', BASE_COOLDOWN],
  ['', BASE_COOLDOWN],
  [undefined, BASE_COOLDOWN],
];
/** `retry-after`, and how long others go first where no window is spent. */
const RETRIES: readonly (readonly [string | undefined, number])[] = [
  ['2', 2 * SECOND],
  ['30', 30 * SECOND],
  ['3600', 30 * SECOND],
  ['0', 0],
  ['-5', 5 * SECOND],
  ['soon', 5 * SECOND],
  [new Date(now + 10 * SECOND).toUTCString(), 10 * SECOND],
  [new Date(now - DAY).toUTCString(), 0],
  [undefined, 5 * SECOND],
];
const NOT_REJECTED = ['allowed', 'allowed_warning', undefined] as const;
const SHOULD_RETRY = ['true', 'false', undefined] as const;

function headersOf(fields: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined),
  );
}

function outcomeOf(headers: Record<string, string>): AttemptOutcome {
  const body = Buffer.from('{"type":"error","error":{"type":"rate_limit_error","message":"Error"}}');
  const request = { pathKind: 'messages', model: 'claude-opus-5-5' } as const;
  return classifyAnswer({ status: 429, headers: headersFrom(headers) }, body, request, now);
}

const healthAfter = (outcome: AttemptOutcome, pathKind: 'messages' | 'count-tokens' = 'messages') =>
  reduceHealth(GOOD_HEALTH, outcome, {
    now,
    failureTimeoutMs: BASE_COOLDOWN,
    pathKind,
    credential: 'refreshable',
  });

const stepAfter = (outcome: AttemptOutcome, sessionLivesHere: boolean) =>
  nextStep({
    pathKind: 'messages',
    tried: [{ accountId: 'a', upstream: 'https://u', outcome }],
    sessionLivesHere,
    canRenew: true,
    maxAmbiguousAttempts: 2,
  });

describe('a 429 that names a spent window', () => {
  it('closes what the window covers until its reset, whatever else it says, and the next account is asked', () => {
    let turn = 0;
    for (const [claim, covers] of CLAIMS) {
      for (const [reset, lastsMs] of RESETS) {
        for (const [retryAfter] of RETRIES) {
          const headers = headersOf({
            [`${PREFIX}status`]: 'rejected',
            [`${PREFIX}representative-claim`]: claim,
            [`${PREFIX}reset`]: reset,
            'retry-after': retryAfter,
            'x-should-retry': SHOULD_RETRY[turn++ % SHOULD_RETRY.length],
          });
          const outcome = outcomeOf(headers);
          const said = JSON.stringify(headers);
          expect(outcome.kind, said).toBe('quota-rejected');
          const scope = covers === 'account' ? { kind: 'account' } : { kind: 'model-family', family: covers };
          const cause = { kind: 'quota', claim: claim ?? 'unnamed' };
          expect(healthAfter(outcome), said).toEqual({
            ...GOOD_HEALTH,
            cooldowns: [{ cause, scope, since: now, until: now + lastsMs }],
          });
          const next = { kind: 'next', notAt: null, without: 'explain-exhaustion' };
          expect(stepAfter(outcome, true), said).toEqual(next);
        }
      }
    }
  });
});

describe('a 429 that names none', () => {
  it('closes nothing: others go first for the moment, and one other is asked, or the session waits', () => {
    for (const status of NOT_REJECTED) {
      for (const [claim] of CLAIMS) {
        for (const [reset] of RESETS.slice(0, 2)) {
          for (const [retryAfter, lastsMs] of RETRIES) {
            const headers = headersOf({
              [`${PREFIX}status`]: status,
              [`${PREFIX}representative-claim`]: claim,
              [`${PREFIX}reset`]: reset,
              'retry-after': retryAfter,
            });
            const outcome = outcomeOf(headers);
            const said = JSON.stringify(headers);
            expect(outcome.kind, said).toBe('throttled');
            expect(healthAfter(outcome), said).toEqual(
              lastsMs === 0
                ? GOOD_HEALTH
                : { ...GOOD_HEALTH, throttle: { since: now, until: now + lastsMs } },
            );
            expect(healthAfter(outcome, 'count-tokens'), said).toBe(GOOD_HEALTH);
            const next = { kind: 'next', notAt: null, without: 'relay' };
            expect(stepAfter(outcome, false), said).toEqual(next);
            const waits = retryAfter !== undefined && /^\w/.test(retryAfter) && retryAfter !== 'soon';
            expect(stepAfter(outcome, true), said).toEqual(
              waits && lastsMs <= 3 * SECOND ? { kind: 'wait', delayMs: lastsMs } : next,
            );
          }
        }
      }
    }
  });
});
