/** Accounts in conditions, for the tests of routing. */
import type { Account } from '../../../src-main/core/accounts/account.ts';
import { type AccountHealth, GOOD_HEALTH } from '../../../src-main/core/accounts/account-health.ts';
import {
  type BoundKey,
  createRouter,
  type RouteCursor,
  type Router,
} from '../../../src-main/core/routing/router.ts';
import type { AccountUsage } from '../../../src-main/core/routing/strategies/strategy.ts';
import type { Settings } from '../../../src-main/core/settings/settings.ts';
import type { QuotaWindow } from '../../../src-shared/model/quota-window.ts';
import { account, oauthEntry, settings } from '../../support/oauth-fixtures.ts';

export const now = Date.UTC(2026, 10, 22, 12);
export const HOUR = 3_600_000;
export const MODEL = 'claude-opus-5-5';

/** An account called `id` with the email `id@example.com` in an entry of its own. */
export function member(id: string, overrides: Partial<Account> = {}): Account {
  const email = `${id}@example.com`;
  return account({ id, name: id, email, entry: oauthEntry({ accountEmail: email }), ...overrides });
}

export function sick(id: string, health: Partial<AccountHealth>): Account {
  return member(id, { health: { ...GOOD_HEALTH, ...health } });
}

export function resting(id: string, until = now + HOUR, family: string | null = null): Account {
  const scope =
    family === null ? ({ kind: 'account' } as const) : ({ kind: 'model-family', family } as const);
  return sick(id, {
    cooldowns: [{ cause: { kind: 'quota', claim: 'five_hour' }, scope, since: now, until }],
  });
}

export function throttled(id: string, until = now + 5_000): Account {
  return sick(id, { throttle: { since: now, until } });
}

export function ejected(id: string, until = now + 60_000): Account {
  return sick(id, { ejection: { failures: 5, since: now, until } });
}

export function window(name: string, fields: Partial<QuotaWindow> = {}): QuotaWindow {
  return {
    name,
    utilization: null,
    resetsAt: null,
    status: null,
    source: 'response-headers',
    readAt: now,
    ...fields,
  };
}

/** A router over accounts and settings that a test may replace. */
export class Fleet implements AccountUsage {
  accounts: readonly Account[];
  settings: Settings;
  readonly quota = new Map<string, readonly QuotaWindow[]>();
  readonly recent = new Map<string, number>();
  /** Requests in flight. */
  readonly open = new Map<string, number>();
  readonly router: Router;

  constructor(accounts: readonly Account[], overrides: Partial<Settings> = {}) {
    this.accounts = accounts;
    this.settings = settings(overrides);
    this.router = createRouter({
      accounts: () => this.accounts,
      settings: () => this.settings,
      usage: this,
    });
  }

  windows(id: string): readonly QuotaWindow[] {
    return this.quota.get(id) ?? [];
  }

  requestsLastFiveHours(id: string): number {
    return this.recent.get(id) ?? 0;
  }

  openRequests(id: string): number {
    return this.open.get(id) ?? 0;
  }

  begin(
    sessionId: string | null = null,
    model: string | null = MODEL,
    at = now,
    key: BoundKey | null = null,
  ): RouteCursor {
    return this.router.begin({ model, sessionId, pathKind: 'messages', key, now: at });
  }

  /** Notes that account `id` answered the session. */
  remember(
    sessionId: string | null,
    id: string,
    at: number,
    model: string | null,
    key: BoundKey | null = null,
  ): void {
    // Counting tokens takes no turn.
    this.router.begin({ model, sessionId, pathKind: 'count-tokens', key, now: at }).answeredBy(id, at);
  }

  /** Ids in the order in which a request would ask. */
  order(
    sessionId: string | null = null,
    model: string | null = MODEL,
    at = now,
    key: BoundKey | null = null,
  ): readonly string[] {
    return drain(this.begin(sessionId, model, at, key), at);
  }

  /** Replaces one account by another with the same id. */
  put(changed: Account): void {
    this.accounts = this.accounts.map((one) => (one.id === changed.id ? changed : one));
  }
}

/** All that a cursor yields. */
export function drain(cursor: RouteCursor, at = now): readonly string[] {
  const ids: string[] = [];
  for (let choice = cursor.next(at); choice; choice = cursor.next(at)) ids.push(choice.account.id);
  return ids;
}
