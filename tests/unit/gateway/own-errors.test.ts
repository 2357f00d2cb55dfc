import { describe, expect, it } from 'vitest';
import { nobodyLeft } from '../../../src-main/core/gateway/own-errors.ts';
import type { ClosedReason, PlanEntry } from '../../../src-shared/model/routing-reason.ts';

const now = Date.UTC(2026, 10, 22, 12);
const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

const entry = (name: string, reason: ClosedReason): PlanEntry => ({
  accountId: name,
  accountName: name,
  provider: 'P',
  model: null,
  verdict: 'passed-over',
  reason,
  changesAt: 'until' in reason ? reason.until : null,
});
const cooling = (name: string, until: number) =>
  entry(name, {
    kind: 'cooling-down',
    cause: { kind: 'quota', claim: 'five_hour' },
    scope: { kind: 'account' },
    since: now,
    until,
  });
const full = (name: string) => entry(name, { kind: 'at-capacity', open: 4, limit: 4 });
const off = (name: string) => entry(name, { kind: 'disabled' });
const walled = (name: string) => entry(name, { kind: 'not-for-this-key', keyName: 'project' });
const offHours = (name: string, until: number) =>
  entry(name, { kind: 'outside-hours', hours: '09:00-18:00', until });

const answer = (entries: readonly PlanEntry[], model: string | null = 'claude-opus-5-5') =>
  nobodyLeft(entries, null, model, now);

describe('where nobody may serve', () => {
  it.each<[string, readonly PlanEntry[], object]>([
    [
      'a short rest is left to the client',
      [cooling('a', now + 60 * SECOND)],
      { status: 429, retry: true, retryAfterSeconds: 60 },
    ],
    [
      'a longer one ends at once',
      [cooling('a', now + 61 * SECOND)],
      { status: 429, retry: false, retryAfterSeconds: 61 },
    ],
    [
      'the soonest counts, whatever it waits for',
      [cooling('a', now + 5 * HOUR), offHours('b', now + HOUR), off('c')],
      { status: 429, retry: false, retryAfterSeconds: 3_600 },
    ],
    [
      'a full account is free in a moment',
      [cooling('a', now + 5 * HOUR), full('b'), off('c')],
      { status: 429, retry: true, retryAfterSeconds: 1 },
    ],
    ['only the user can help', [off('a')], { status: 401, retry: false }],
    ['there is no account', [], { status: 401, retry: false }],
    ['the key leads nowhere', [walled('a'), walled('b')], { status: 403, retry: false }],
    ['accounts behind the wall do not count', [walled('a'), off('b')], { status: 401, retry: false }],
  ])('%s', (_name, entries, expected) => {
    expect(answer(entries)).toMatchObject(expected);
  });

  it('names who is free when, the soonest first, and never whom the key does not lead to', () => {
    const { message } = answer([walled('secret'), cooling('a', now + 5 * HOUR), full('b'), off('c')]);
    expect(message).toMatch(
      /^No account can serve claude-opus-5-5 until one of its requests ends: b has 4 of at most 4 requests in flight; a has reached its five-hour limit and rests until \d\d:\d\d; c is switched off\.$/,
    );
    expect(answer([offHours('a', now + HOUR)]).message).toMatch(
      /^No account can serve claude-opus-5-5 before (\d\d:\d\d): a serves from 09:00 to 18:00 only, again from \1\.$/,
    );
  });

  it('names the key that leads nowhere, and how to bind it anew', () => {
    expect(answer([walled('a')], null).message).toBe(
      'The client key "project" leads to no account that may serve this request. Bind it to others with "rota key client --only ACCOUNT --name NAME".',
    );
  });

  it('says first that a token could not be had, unless that account is closed by now', () => {
    const failed = { id: 'a', name: 'a' };
    expect(nobodyLeft([off('b')], failed, null, now)).toMatchObject({ status: 503, retryAfterSeconds: 5 });
    expect(nobodyLeft([cooling('a', now + SECOND)], failed, null, now)).toMatchObject({ status: 429 });
  });
});
