import { describe, expect, it } from 'vitest';
import type { CoreEvent } from '../../../src-main/core/events/core-event.ts';
import { noticeChanges } from '../../../src-main/core/notifications/notice-changes.ts';
import { changedNotices, ended, raised } from '../../../src-main/core/notifications/notice-list.ts';
import type { Notice } from '../../../src-shared/model/notice.ts';
import { requestFacts } from '../management/fixtures.ts';

const HOSTS: Readonly<Record<string, string>> = { alpha: 'api.alpha.example', beta: 'api.beta.example:8443' };

/** The notices after events that came a second apart. */
function noticesAfter(events: readonly CoreEvent[], restartNeeded = false): readonly Notice[] {
  let notices: readonly Notice[] = [];
  events.forEach((event, index) => {
    const context = {
      now: (index + 1) * 1_000,
      hostOf: (id: string) => HOSTS[id] ?? null,
      restartNeeded,
    };
    notices = noticeChanges(event, context).reduce(changedNotices, notices);
  });
  return notices;
}

/** A request whose attempts came to `outcomes`, e.g. `alpha upstream-failed`. */
function request(...outcomes: string[]): CoreEvent {
  const attempts = outcomes.map((text) => {
    const [accountId, outcome] = text.split(' ') as [string, string];
    const reason = { kind: 'in-order', place: 1 } as const;
    return { accountId, reason, outcome, status: null, durationMs: 1 };
  });
  return { kind: 'request-finished', facts: { ...requestFacts('one'), attempts } };
}

const OFFLINE = request('alpha local-origin-failed', 'beta local-origin-failed');

describe('the offline notice', () => {
  it('stands from the first request that reached no upstream, and keeps that time', () => {
    expect(noticesAfter([OFFLINE, OFFLINE])).toEqual([
      { kind: 'offline', at: 1_000, host: 'api.alpha.example' },
    ]);
  });

  it('does not come where another upstream was reached', () => {
    expect(noticesAfter([request('alpha local-origin-failed', 'beta succeeded')])).toEqual([]);
  });

  it('ends with the first attempt that reaches an upstream, even if it fails there', () => {
    expect(noticesAfter([OFFLINE, request('alpha upstream-failed')])).toEqual([]);
  });

  it('neither comes nor goes by a request whose client left, or that was never sent', () => {
    expect(noticesAfter([request('alpha client-aborted'), request()])).toEqual([]);
    expect(noticesAfter([OFFLINE, request('alpha client-aborted'), request()])).toHaveLength(1);
  });
});

describe('the blocked notice', () => {
  it('names the host that turned a request away, until one is let through', () => {
    const blocked = request('beta blocked');
    expect(noticesAfter([blocked, request('beta rejected')])).toEqual([
      { kind: 'blocked', at: 1_000, host: 'api.beta.example:8443' },
    ]);
    expect(noticesAfter([blocked, request('beta succeeded')])).toEqual([]);
  });

  it('stands where another account at another host was let through in the same request', () => {
    expect(noticesAfter([request('beta blocked', 'alpha succeeded')])).toMatchObject([
      { kind: 'blocked', host: 'api.beta.example:8443' },
    ]);
  });
});

describe('notices about settings', () => {
  const texts = (line: number) => ({
    en: `rota.yaml:${line}: port must be a number`,
    'zh-CN': `rota.yaml:${line}：port 必须是数字`,
  });
  const refused: CoreEvent = { kind: 'settings-refused', texts: texts(3) };

  it('show the newest mistake first, until the settings are good again', () => {
    expect(noticesAfter([OFFLINE, refused])).toMatchObject([
      { kind: 'settings-refused', at: 2_000, message: texts(3).en, texts: texts(3) },
      { kind: 'offline' },
    ]);
    expect(noticesAfter([refused, { kind: 'settings-changed' }])).toEqual([]);
  });

  it('replace one mistake by the next', () => {
    const next: CoreEvent = { kind: 'settings-refused', texts: texts(4) };
    expect(noticesAfter([refused, next])).toEqual([
      { kind: 'settings-refused', at: 2_000, message: texts(4).en, texts: texts(4) },
    ]);
  });

  it('say that a restart is needed while another port is set, and no longer', () => {
    expect(noticesAfter([{ kind: 'settings-changed' }], true)).toEqual([
      { kind: 'restart-needed', at: 1_000 },
    ]);
    const standing: readonly Notice[] = [{ kind: 'restart-needed', at: 1 }];
    const context = { now: 2, hostOf: () => null, restartNeeded: false };
    expect(noticeChanges({ kind: 'settings-changed' }, context).reduce(changedNotices, standing)).toEqual([]);
  });
});

it('sign-ins that the disk refused are named until the last one is stored', () => {
  const held = (...accountIds: string[]): CoreEvent => ({ kind: 'sign-ins-held', accountIds });
  expect(noticesAfter([held('alpha'), held('alpha', 'beta')])).toEqual([
    { kind: 'sign-ins-unsaved', at: 2_000, accountIds: ['alpha', 'beta'] },
  ]);
  expect(noticesAfter([held('alpha'), held()])).toEqual([]);
});

it('a history that was set aside is told for the whole run, one that cannot be written until it can', () => {
  const aside: CoreEvent = { kind: 'history-set-aside', file: '/data/usage.db.damaged' };
  const unavailable: CoreEvent = { kind: 'history-unavailable', code: 'SQLITE_FULL' };
  expect(noticesAfter([aside, unavailable])).toEqual([
    { kind: 'history-unavailable', at: 2_000, code: 'SQLITE_FULL' },
    { kind: 'history-set-aside', at: 1_000, file: '/data/usage.db.damaged' },
  ]);
  expect(noticesAfter([aside, unavailable, { kind: 'history-available' }])).toMatchObject([
    { kind: 'history-set-aside' },
  ]);
});

it('an event that changes nothing leaves the very same list', () => {
  const notices: readonly Notice[] = [{ kind: 'restart-needed', at: 1 }];
  expect(changedNotices(notices, ended('offline'))).toBe(notices);
  expect(changedNotices(notices, raised({ kind: 'restart-needed', at: 9 }))).toBe(notices);
});
