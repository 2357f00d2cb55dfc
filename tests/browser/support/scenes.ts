import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import type { QuotaWindow } from '../../../src-shared/model/quota-window.ts';
import type { RoutingReason } from '../../../src-shared/model/routing-reason.ts';
import type { Snapshot } from '../../../src-shared/model/snapshot.ts';
import { healthyAccount, quietSnapshot } from '../../support/snapshot-fixtures.ts';

/** Thursday 26 November 2026, 15:18 in Berlin: the moment of every scene, in ms since the epoch. */
export const NOW = Date.UTC(2026, 10, 26, 14, 18);

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A moment relative to `NOW`; half a minute is added, so that a slow test still reads the same minute. */
export const after = (days: number, hours: number, minutes: number): number =>
  NOW + days * DAY_MS + hours * HOUR_MS + minutes * MINUTE_MS + 30_000;

/** A quota window as the headers of an answer would have told it two minutes ago. */
export function quotaWindow(name: string, utilization: number | null, resetsAt: number | null): QuotaWindow {
  const status = utilization !== null && utilization >= 1 ? 'rejected' : 'allowed';
  return { name, utilization, resetsAt, status, source: 'response-headers', readAt: NOW - 2 * MINUTE_MS };
}

/** An account that is well, with whatever the scene needs changed. */
export function account(id: string, changes: Partial<AccountSnapshot> = {}): AccountSnapshot {
  return healthyAccount({ id, name: id, ...changes });
}

/** A subscription whose person has signed in. */
export function subscription(
  id: string,
  email: string,
  tier: string,
  changes: Partial<AccountSnapshot> = {},
) {
  const [subscriptionName = 'pro'] = tier.split('_');
  return account(id, {
    name: email,
    accountEmail: email,
    identity: {
      email,
      accountUuid: null,
      organizationUuid: null,
      organizationName: null,
      subscription: subscriptionName,
      rateLimitTier: `default_claude_${tier}`,
    },
    tokenExpiresAt: after(0, 6, 40),
    ...changes,
  });
}

/** A state with its reason, as the registry would set the two. */
export function held(
  state: AccountSnapshot['state'],
  reason: RoutingReason,
): Pick<AccountSnapshot, 'state' | 'reason' | 'restrictions' | 'cooldownUntil'> {
  const cooldownUntil = reason.kind === 'cooling-down' ? reason.until : null;
  return { state, reason, restrictions: cooldownUntil === null ? [] : [reason], cooldownUntil };
}

const spent = (claim: string, until: number): RoutingReason => ({
  kind: 'cooling-down',
  cause: { kind: 'quota', claim },
  scope: { kind: 'account' },
  since: NOW - HOUR_MS,
  until,
});

/** Accounts in the given order, numbered from 1. */
export const inOrder = (accounts: readonly AccountSnapshot[]): AccountSnapshot[] =>
  accounts.map((each, index) => ({ ...each, place: index + 1 }));

/** The everyday scene: one serves, one rests, an API key stands by, one waits for its person. */
export function fleet(): AccountSnapshot[] {
  return inOrder([
    subscription('work00000001', 'work@studio.dev', 'max_20x', {
      windows: [quotaWindow('5h', 0.58, after(0, 1, 22)), quotaWindow('7d', 0.24, after(4, 17, 41))],
      requestsToday: 312,
      requestsTotal: 12_480,
      openRequests: 2,
    }),
    subscription('home00000002', 'me@home.dev', 'max_5x', {
      ...held('cooling-down', spent('five_hour', after(0, 0, 22))),
      windows: [
        quotaWindow('5h', 1, after(0, 0, 22)),
        quotaWindow('7d', 0.83, after(2, 3, 0)),
        quotaWindow('7d_opus', 0.41, after(2, 3, 0)),
      ],
      requestsToday: 204,
      requestsTotal: 8_113,
    }),
    account('key000000003', {
      name: 'API key · Studio',
      provider: 'Anthropic',
      kind: 'api-key',
      windows: [
        quotaWindow('requests', 0.04, after(0, 0, 0)),
        quotaWindow('input-tokens', 0.11, after(0, 0, 0)),
      ],
      hours: '09:00-18:00',
      maxConcurrentRequests: 4,
      proxy: 'http://127.0.0.1:20171',
      requestsToday: 3,
      requestsTotal: 96,
    }),
    subscription('old000000004', 'old@mail.dev', 'pro', {
      ...held('needs-login', {
        kind: 'needs-login',
        cause: 'refresh-token-invalid',
        since: NOW - 5 * HOUR_MS,
      }),
      tokenExpiresAt: NOW - 5 * HOUR_MS,
      requestsTotal: 2_044,
    }),
  ]);
}

/** Every condition that an account can be in, one each. */
export function everyCondition(): AccountSnapshot[] {
  const until = after(0, 0, 14);
  const since = NOW - MINUTE_MS;
  return inOrder([
    subscription('fine', 'fine@example.com', 'max_20x', {
      windows: [
        quotaWindow('5h', 0.92, after(0, 2, 0)),
        quotaWindow('7d', null, after(5, 0, 0)),
        quotaWindow('overage', null, null),
      ],
      requestsTotal: 1,
      requestsToday: 1,
    }),
    subscription('opusspent', 'opus-spent@example.com', 'max_5x', {
      restrictions: [
        {
          kind: 'cooling-down',
          cause: { kind: 'quota', claim: 'seven_day_opus' },
          scope: { kind: 'model-family', family: 'opus' },
          since,
          until: after(3, 0, 0),
        },
      ],
      windows: [quotaWindow('5h', 0.1, after(0, 2, 0)), quotaWindow('7d_opus', 1, after(3, 0, 0))],
    }),
    subscription(
      'week',
      'week-spent@example.com',
      'pro',
      held('cooling-down', spent('seven_day', after(3, 2, 0))),
    ),
    account('credit', {
      name: 'Credit used up',
      kind: 'api-key',
      ...held('out-of-credit', {
        kind: 'cooling-down',
        cause: { kind: 'out-of-credit', status: 402 },
        scope: { kind: 'account' },
        since,
        until: after(0, 1, 0),
      }),
    }),
    subscription('refused', 'token-refused@example.com', 'team', {
      ...held('cooling-down', {
        kind: 'cooling-down',
        cause: { kind: 'token-refused', status: 401 },
        scope: { kind: 'account' },
        since,
        until: after(0, 0, 5),
      }),
    }),
    account('throttled', {
      name: 'Slowed down',
      provider: 'Third party',
      kind: 'bearer-token',
      restrictions: [{ kind: 'throttled', since, until: NOW + 20_000 }],
    }),
    account('ejected', {
      name: 'Failing provider',
      provider: 'Third party',
      kind: 'api-key',
      ...held('ejected', { kind: 'ejected', failures: 5, since, until }),
    }),
    account('newcomer', {
      name: 'newcomer@example.com',
      ...held('needs-login', { kind: 'needs-login', cause: 'not-signed-in', since }),
    }),
    account('badkey', {
      name: 'Refused key',
      kind: 'api-key',
      ...held('needs-login', { kind: 'needs-login', cause: 'key-refused', since }),
    }),
    account('nosecret', {
      name: 'Key from the environment',
      kind: 'api-key',
      ...held('needs-login', { kind: 'needs-login', cause: 'secret-missing', since }),
    }),
    account('setup', {
      name: 'Setup token',
      kind: 'setup-token',
      provider: 'Claude',
      tokenExpiresAt: after(12, 1, 0),
    }),
    subscription('terms', 'terms@example.com', 'max_20x', held('disabled', { kind: 'terms-not-accepted' })),
    subscription('off', 'off@example.com', 'pro', {
      ...held('disabled', { kind: 'disabled' }),
      enabled: false,
    }),
  ]);
}

/** A list that is longer than the window. */
export function twenty(): AccountSnapshot[] {
  return inOrder(
    Array.from({ length: 20 }, (_, index) =>
      subscription(
        `account${index}`,
        `person-${index + 1}@example.com`,
        index % 2 === 0 ? 'max_20x' : 'pro',
        {
          windows: [
            quotaWindow('5h', ((index * 7) % 100) / 100, after(0, 1, index)),
            quotaWindow('7d', ((index * 13) % 100) / 100, after(index % 6, 1, 0)),
          ],
          requestsToday: index * 11,
          requestsTotal: index * 411,
        },
      ),
    ),
  );
}

/** Names as long as they get: an email of 60 characters, and Chinese without a space in it. */
export function longNames(): AccountSnapshot[] {
  const email = 'a-remarkably-long-mailbox-name.with-parts@long-company.example'.slice(0, 60);
  const [work, home] = fleet() as [AccountSnapshot, AccountSnapshot];
  return inOrder([
    { ...work, name: email, accountEmail: email, provider: 'Claude Code Official (second entry)' },
    { ...home, name: '工作室共用的第二个高级订阅账号用于夜间长时间运行的批处理任务', provider: '官方服务' },
  ]);
}

/** A snapshot of these accounts, serving and unremarkable. */
export function snapshot(accounts: readonly AccountSnapshot[], changes: Partial<Snapshot> = {}): Snapshot {
  return quietSnapshot({ now: NOW, version: '0.1.0', accounts, ...changes });
}
