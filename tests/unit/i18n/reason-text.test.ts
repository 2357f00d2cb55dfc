import { describe, expect, it } from 'vitest';
import { LOCALES } from '../../../src-shared/i18n/locale.ts';
import { createReasonFormatter } from '../../../src-shared/i18n/reason-text.ts';
import type { NeedsLoginCause, RoutingReason } from '../../../src-shared/model/routing-reason.ts';

/** Thursday 26 November 2026, 15:18 UTC. */
const NOW = Date.UTC(2026, 10, 26, 15, 18);
const HOUR_MS = 3_600_000;
const since = NOW - HOUR_MS;

const english = createReasonFormatter('en', 'UTC');
const chinese = createReasonFormatter('zh-CN', 'UTC');

const spent = (claim: string, until: number, family?: string): RoutingReason => ({
  kind: 'cooling-down',
  cause: { kind: 'quota', claim },
  scope: family === undefined ? { kind: 'account' } : { kind: 'model-family', family },
  since,
  until,
});

const NEEDS_LOGIN: readonly NeedsLoginCause[] = [
  'refresh-token-invalid',
  'key-refused',
  'not-signed-in',
  'secret-missing',
];

const EVERY_REASON: readonly RoutingReason[] = [
  { kind: 'disabled' },
  { kind: 'terms-not-accepted' },
  ...NEEDS_LOGIN.map((cause) => ({ kind: 'needs-login' as const, cause, since })),
  spent('five_hour', NOW + HOUR_MS),
  spent('seven_day_opus', NOW + 50 * HOUR_MS, 'opus'),
  {
    kind: 'cooling-down',
    cause: { kind: 'out-of-credit', status: 402 },
    scope: { kind: 'account' },
    since,
    until: NOW + HOUR_MS,
  },
  {
    kind: 'cooling-down',
    cause: { kind: 'token-refused', status: 401 },
    scope: { kind: 'account' },
    since,
    until: NOW + HOUR_MS,
  },
  { kind: 'outside-hours', hours: '18:00-23:00', until: NOW + 3 * HOUR_MS },
  { kind: 'at-capacity', open: 4, limit: 4 },
  { kind: 'not-for-this-key', keyName: 'project' },
  { kind: 'ramping', since, until: NOW + 60_000 },
  { kind: 'throttled', since, until: NOW + 20_000 },
  { kind: 'ejected', failures: 5, since, until: NOW + 60_000 },
  { kind: 'session-affinity' },
  { kind: 'waited-for-cache', waitedMs: 2_500 },
  { kind: 'in-order', place: 2 },
  { kind: 'round-robin', place: 2 },
  { kind: 'least-used', utilization: 0.24, requestsLastFiveHours: 7 },
  { kind: 'least-used', utilization: null, requestsLastFiveHours: 7 },
  { kind: 'soonest-reset', resetsAt: NOW + HOUR_MS },
  { kind: 'soonest-reset', resetsAt: null },
];

describe('a routing reason in words', () => {
  it('says what happened and until when, in the person’s words', () => {
    expect(english(spent('five_hour', NOW + 82 * 60_000), NOW)).toEqual({
      short: 'Resting',
      sentence: 'The 5-hour limit is used up. It rests until 16:40.',
      advice: null,
    });
    expect(chinese(spent('five_hour', NOW + 82 * 60_000), NOW)).toEqual({
      short: '休息中',
      sentence: '5 小时额度已用完，休息到 16:40。',
      advice: null,
    });
  });

  it('names the models that a limit closes and says that the others go on', () => {
    expect(english(spent('seven_day_opus', NOW + 50 * HOUR_MS, 'opus'), NOW).sentence).toBe(
      'The weekly Opus limit is used up. It rests for Opus models until Sat 17:18 and serves all others.',
    );
  });

  it('shows a limit that nobody has named under the name it came with', () => {
    expect(english(spent('thirty_moons', NOW + HOUR_MS), NOW).sentence).toBe(
      'The limit “thirty_moons” is used up. It rests until 16:18.',
    );
  });

  it('says what a user set, with the numbers of the moment', () => {
    const says = (reason: RoutingReason) => english(reason, NOW).sentence;
    expect(says({ kind: 'outside-hours', hours: '18:00-23:00', until: NOW + 3 * HOUR_MS })).toBe(
      'Its hours are 18:00–23:00. Rota leaves it out until 18:18.',
    );
    expect(says({ kind: 'at-capacity', open: 4, limit: 4 })).toBe(
      'Requests in flight: 4, and you allow 4. It takes the next one when one of them ends.',
    );
    expect(says({ kind: 'waited-for-cache', waitedMs: 2_500 })).toContain('Rota waited 2.5 seconds here');
    expect(chinese({ kind: 'waited-for-cache', waitedMs: 1_000 }, NOW).sentence).toContain('等了 1秒钟');
  });

  it('gives advice where a person can act, and only there', () => {
    const advised = EVERY_REASON.filter((reason) => english(reason, NOW).advice !== null);
    const kinds = advised.map((reason) => (reason.kind === 'cooling-down' ? reason.cause.kind : reason.kind));
    expect(new Set(kinds)).toEqual(
      new Set(['disabled', 'terms-not-accepted', 'needs-login', 'out-of-credit']),
    );
  });

  it.each(LOCALES)('has a whole sentence for every reason in %s', (locale) => {
    const format = createReasonFormatter(locale, 'UTC');
    for (const reason of EVERY_REASON) {
      const { short, sentence } = format(reason, NOW);
      expect(short).not.toBe('');
      expect(sentence, JSON.stringify(reason)).toMatch(/[.。]$/);
      expect(sentence).not.toMatch(/[{}]|undefined|NaN/);
    }
  });
});
