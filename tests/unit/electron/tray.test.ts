import { describe, expect, it } from 'vitest';
import { accountLine, servingAccount, tightestWindow } from '../../../src-main/electron/tray/account-line.ts';
import { trayImageFile } from '../../../src-main/electron/tray/tray-image.ts';
import { type TrayMenuEntry, trayMenu } from '../../../src-main/electron/tray/tray-menu.ts';
import { trayIconState, trayTooltip } from '../../../src-main/electron/tray/tray-view.ts';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import type { QuotaWindow } from '../../../src-shared/model/quota-window.ts';
import type { Snapshot } from '../../../src-shared/model/snapshot.ts';
import { healthyAccount, quietSnapshot } from '../../support/snapshot-fixtures.ts';

const NOW = Date.UTC(2026, 10, 22, 12, 0);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function quotaWindow(name: string, utilization: number | null, resetsAt: number | null): QuotaWindow {
  return { name, utilization, resetsAt, status: null, source: 'response-headers', readAt: NOW };
}

function account(change: Partial<AccountSnapshot> = {}): AccountSnapshot {
  return healthyAccount({
    id: 'work00000001',
    name: 'work@studio.dev',
    accountEmail: 'work@studio.dev',
    tokenExpiresAt: NOW + 5 * HOUR,
    ...change,
  });
}

function snapshot(accounts: readonly AccountSnapshot[], change: Partial<Snapshot> = {}): Snapshot {
  return quietSnapshot({ now: NOW, version: '1.0.0', accounts, ...change });
}

const resting = (change: Partial<AccountSnapshot> = {}) =>
  account({
    state: 'cooling-down',
    cooldownUntil: NOW + 22 * MINUTE,
    reason: {
      kind: 'cooling-down',
      cause: { kind: 'quota', claim: 'five_hour' },
      scope: { kind: 'account' },
      since: NOW,
      until: NOW + 22 * MINUTE,
    },
    ...change,
  });

describe('the icon', () => {
  it.each([
    ['all well', snapshot([account()]), 'well'],
    ['somebody rests', snapshot([account(), resting({ place: 2 })]), 'resting'],
    ['somebody has to sign in', snapshot([account(), account({ state: 'needs-login' })]), 'action'],
    ['an account is out of credit', snapshot([account({ state: 'out-of-credit' })]), 'action'],
    [
      'somebody rests and somebody has to sign in',
      snapshot([resting(), account({ state: 'needs-login' })]),
      'action',
    ],
    ['there is no account', snapshot([]), 'action'],
    ['all are switched off', snapshot([account({ enabled: false, state: 'disabled' })]), 'action'],
    [
      'a switched-off account would have to sign in',
      snapshot([account(), account({ enabled: false, state: 'needs-login' })]),
      'well',
    ],
    [
      'the settings were refused',
      snapshot([account()], {
        notices: [
          {
            kind: 'settings-refused',
            at: NOW,
            message: 'line 3',
            texts: { en: 'line 3', 'zh-CN': '第 3 行' },
          },
        ],
      }),
      'action',
    ],
    [
      'a notice passes by itself',
      snapshot([account()], { notices: [{ kind: 'offline', at: NOW, host: 'x' }] }),
      'well',
    ],
    [
      'it is paused, whatever else',
      snapshot([account({ state: 'needs-login' })], { gateway: 'paused' }),
      'paused',
    ],
    ['it is stopping', snapshot([account()], { gateway: 'draining' }), 'paused'],
  ] as const)('tells that %s', (_what, given, expected) => {
    expect(trayIconState(given)).toBe(expected);
  });

  it('is a template on macOS, an .ico on Windows, and dark on GNOME’s panel whatever the theme', () => {
    const file = (platform: NodeJS.Platform, isDark: boolean, desktop = '') =>
      trayImageFile('/icons', 'well', { platform, isDark, desktop });
    expect(file('darwin', true)).toBe('/icons/wellTemplate.png');
    expect(file('win32', false)).toBe('/icons/well-light.ico');
    expect(file('linux', false, 'KDE')).toBe('/icons/well-light.png');
    expect(file('linux', true, 'KDE')).toBe('/icons/well-dark.png');
    expect(file('linux', false, 'ubuntu:GNOME')).toBe('/icons/well-dark.png');
  });
});

describe('the tooltip', () => {
  it('names who serves and the limit that comes next', () => {
    const windows = [quotaWindow('7d', 0.24, NOW + 75 * HOUR), quotaWindow('5h', 0.58, NOW + 2 * HOUR)];
    expect(trayTooltip(snapshot([account({ windows })]), 'en')).toMatch(
      /^Rota: work@studio\.dev · 5 h 58\s?%, resets \d\d:\d\d$/,
    );
  });

  it('says who is back first when all rest', () => {
    const later = resting({ name: 'me@home.dev', place: 1, cooldownUntil: NOW + 3 * HOUR });
    const text = trayTooltip(snapshot([later, resting({ place: 2 })]), 'en');
    expect(text).toMatch(/^Rota: all resting, work@studio\.dev is back \d\d:\d\d$/);
  });

  it('says when nobody can serve, nothing is set up, or it is paused', () => {
    expect(trayTooltip(snapshot([account({ state: 'needs-login' })]), 'en')).toBe('Rota: nobody can serve');
    expect(trayTooltip(snapshot([]), 'en')).toBe('Rota: no accounts yet');
    expect(trayTooltip(snapshot([account()], { gateway: 'paused' }), 'en')).toBe('Rota is paused');
    expect(trayTooltip(snapshot([account()], { gateway: 'paused' }), 'zh-CN')).toBe('Rota 已暂停');
  });

  it('fits what Windows shows', () => {
    const name = `${'a-very-long-name'.repeat(20)}@mail.dev`;
    expect(trayTooltip(snapshot([account({ name })]), 'en').length).toBe(127);
  });
});

describe('who serves', () => {
  it('is the first in the person’s order that is ready, then one that was set aside', () => {
    const first = account({ id: 'a', place: 2 });
    const second = account({ id: 'b', place: 3 });
    expect(servingAccount([second, first, resting({ id: 'c' })])?.id).toBe('a');
    const ejected = account({ id: 'd', place: 4, state: 'ejected' });
    expect(servingAccount([ejected, resting()])?.id).toBe('d');
    expect(servingAccount([resting(), account({ state: 'needs-login' })])).toBeNull();
  });
});

describe('the tightest window', () => {
  it('is the fullest one that still runs', () => {
    const windows = [
      quotaWindow('5h', 0.99, NOW - MINUTE),
      quotaWindow('7d', 0.4, NOW + HOUR),
      quotaWindow('7d_opus', null, NOW + HOUR),
      quotaWindow('overage', 0.1, null),
    ];
    expect(tightestWindow(account({ windows }), NOW)?.name).toBe('7d');
    expect(tightestWindow(account(), NOW)).toBeNull();
  });
});

describe('an account’s line', () => {
  it('tells health, tightest window and when the sign-in is renewed', () => {
    const windows = [quotaWindow('5h', 0.58, NOW + 2 * HOUR)];
    expect(accountLine(account({ windows }), NOW, 'en')).toBe(
      'work@studio.dev · ready · 5 h 58% · renews in 5 h',
    );
    expect(accountLine(account({ windows }), NOW, 'zh-CN')).toBe(
      'work@studio.dev · 就绪 · 5 小时 58% · 5 小时后续签',
    );
  });

  it.each([
    [resting({ tokenExpiresAt: null }), 'work@studio.dev · resting 22 min'],
    [account({ state: 'needs-login', tokenExpiresAt: null }), 'work@studio.dev · sign-in needed'],
    [account({ enabled: false, state: 'disabled' }), 'work@studio.dev · off'],
    [
      account({ kind: 'setup-token', tokenExpiresAt: NOW + 12 * 24 * HOUR }),
      'work@studio.dev · ready · token ends in 12 days',
    ],
    [account({ kind: 'setup-token', tokenExpiresAt: NOW - 1 }), 'work@studio.dev · ready · token has ended'],
    [account({ kind: 'api-key', tokenExpiresAt: null }), 'work@studio.dev · ready'],
  ])('is short where there is less to tell', (given, expected) => {
    expect(accountLine(given, NOW, 'en')).toBe(expected);
  });
});

describe('the menu', () => {
  const labels = (entries: readonly TrayMenuEntry[]) =>
    entries.map((entry) => (entry.kind === 'separator' ? '—' : entry.label));
  const actions = (entries: readonly TrayMenuEntry[]) =>
    entries.flatMap((entry) =>
      entry.kind === 'command' || entry.kind === 'check' ? [entry.action.kind] : [],
    );

  it('opens the window with its first entry and quits with its last', () => {
    const entries = trayMenu({ snapshot: snapshot([account()]), startsAtLogin: false }, 'en');
    expect(actions(entries)).toEqual([
      'open',
      'show-accounts',
      'add-account',
      'pause',
      'copy-address',
      'connect',
      'start-at-login',
      'quit',
    ]);
  });

  it('lists the accounts in the person’s order, and the first twelve of many', () => {
    const many = Array.from({ length: 15 }, (_, index) =>
      account({ id: `a${index}`, name: `account ${15 - index}`, place: 15 - index, tokenExpiresAt: null }),
    );
    const shown = labels(trayMenu({ snapshot: snapshot(many), startsAtLogin: null }, 'en'));
    expect(shown.slice(2, 5)).toEqual(['account 1 · ready', 'account 2 · ready', 'account 3 · ready']);
    expect(shown[14]).toBe('3 more in the window');
  });

  it('offers to resume while paused, and the switch only where there is one', () => {
    const paused = snapshot([], { gateway: 'paused' });
    const entries = trayMenu({ snapshot: paused, startsAtLogin: null }, 'en');
    expect(labels(entries)).toEqual([
      'Open Rota',
      '—',
      'No accounts yet',
      'Add account…',
      '—',
      'Resume',
      'Copy base URL',
      'Connect Claude Code…',
      '—',
      'Quit Rota',
    ]);
    const on = trayMenu({ snapshot: paused, startsAtLogin: true }, 'en');
    expect(on).toContainEqual({
      kind: 'check',
      label: 'Start at login',
      checked: true,
      action: { kind: 'start-at-login', on: false },
    });
  });

  it('says what a quit waits for', () => {
    const leaving = snapshot([account()], { gateway: 'draining', openRequests: 2 });
    expect(labels(trayMenu({ snapshot: leaving, startsAtLogin: true }, 'en'))).toEqual([
      'Quitting; requests under way: 2',
      '—',
      'Quit now',
    ]);
  });
});
