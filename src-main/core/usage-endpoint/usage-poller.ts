import type { QuotaWindow } from '../../../src-shared/model/quota-window.ts';
import type { Account } from '../accounts/account.ts';
import { restrictionsOf } from '../accounts/restrictions.ts';
import type { Clock } from '../lib/clock.ts';
import type { Closer } from '../lib/closer.ts';
import type { Random } from '../lib/random.ts';
import { parseRetryAfter } from '../lib/retry-after.ts';
import type { Secret } from '../lib/secret.ts';
import type { Logger } from '../logging/logger.ts';
import type { Settings } from '../settings/settings.ts';
import { afterFailureMs, afterReadingMs, firstPollMs, wantsReading } from './poll-policy.ts';
import { parseUsageAnswer } from './usage-answer.ts';

/** One small HTTP call that follows no redirect; rejects when no answer came. */
type Fetch = (
  url: string,
  request: {
    readonly method: 'GET';
    readonly headers: Readonly<Record<string, string>>;
    readonly signal: AbortSignal;
    readonly proxy: string | null;
  },
) => Promise<{
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  text(): Promise<string>;
}>;

export interface UsagePollerPorts {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly random: Pick<Random, 'fraction'>;
  readonly logger: Logger;
  readonly userAgent: string;
  readonly settings: () => Settings;
  readonly accounts: {
    list(): readonly Account[];
    windows(accountId: string): readonly QuotaWindow[];
    recordWindows(accountId: string, windows: readonly QuotaWindow[]): void;
    /** When it last got a request; null for never, or an account that is gone. */
    counts(accountId: string): { readonly lastUsedAt: number | null } | null;
  };
  /** The living token at hand, or null; a poll never makes one be refreshed and waited for. */
  readonly token: (accountId: string) => Secret | null;
}

/** How often the accounts are looked through, in ms. One is asked at a time. */
const LOOK_INTERVAL_MS = 60_000;
const CALL_TIMEOUT_MS = 20_000;

interface Standing {
  /** By the monotonic clock. */
  notBefore: number;
  failures: number;
}

/**
 * Asks the provider's usage endpoint about signed-in accounts that got no requests for a while. Off where
 * `settings.oauth.usage_polling` is false, or the OAuth provider names no `usage_url`.
 */
export class UsagePoller implements Closer {
  readonly #ports: UsagePollerPorts;
  readonly #standings = new Map<string, Standing>();
  readonly #aborted = new AbortController();
  #timer: Disposable | null = null;
  #call: Promise<void> | null = null;

  constructor(ports: UsagePollerPorts) {
    this.#ports = ports;
  }

  start(): void {
    this.#look();
  }

  /** Resolves when the call under way is over. */
  async settled(): Promise<void> {
    await this.#call;
  }

  /** Ends the call under way and makes no other. */
  async close(): Promise<void> {
    this.#aborted.abort();
    this.#timer?.[Symbol.dispose]();
    await this.#call;
  }

  #look(): void {
    if (this.#aborted.signal.aborted) return;
    this.#timer = this.#ports.clock.after(LOOK_INTERVAL_MS, () => this.#look());
    if (this.#call !== null || !this.#ports.settings().oauth.usagePolling) return;
    const due = this.#nextDue();
    if (due === null) return;
    this.#call = this.#poll(due.account, due.usageUrl, due.token).finally(() => {
      this.#call = null;
    });
  }

  /** The account that waits longest among those whose windows are worth a call now. */
  #nextDue(): { readonly account: Account; readonly usageUrl: string; readonly token: Secret } | null {
    const { accounts, clock, token } = this.#ports;
    const list = accounts.list();
    const now = clock.now();
    const lastUseAt = latest(list.map(({ id }) => accounts.counts(id)?.lastUsedAt ?? null));
    this.#forgetOthers(list);
    const waiting = list
      .filter((account) => this.#usageUrl(account) !== null)
      .filter((account) => {
        const readAt = latest(accounts.windows(account.id).map((window) => window.readAt));
        return wantsReading({ readAt, lastUseAt, mayServe: mayServe(account, now) }, now);
      })
      .map((account) => ({ account, standing: this.#standing(account.id) }))
      .filter(({ standing }) => standing.notBefore <= clock.monotonic())
      .sort((a, b) => a.standing.notBefore - b.standing.notBefore);
    for (const { account } of waiting) {
      const usageUrl = this.#usageUrl(account);
      const living = token(account.id);
      if (usageUrl !== null && living !== null) return { account, usageUrl, token: living };
    }
    return null;
  }

  async #poll(account: Account, usageUrl: string, token: Secret): Promise<void> {
    const { accounts, clock, logger, random } = this.#ports;
    const standing = this.#standing(account.id);
    const answer = await this.#ask(account, usageUrl, token);
    if (this.#aborted.signal.aborted) return;
    const windows = answer?.status === 200 ? parseUsageAnswer(answer.body, clock.now()) : null;
    if (windows !== null) {
      standing.failures = 0;
      standing.notBefore = clock.monotonic() + afterReadingMs(random.fraction());
      accounts.recordWindows(account.id, windows);
      return;
    }
    standing.failures++;
    const retryAfterMs = parseRetryAfter(answer?.retryAfter, clock.now());
    standing.notBefore =
      clock.monotonic() + afterFailureMs(standing.failures, retryAfterMs, random.fraction());
    logger.debug('The usage endpoint gave no windows', {
      accountId: account.id,
      ...(answer !== null && { status: answer.status }),
    });
  }

  async #ask(
    account: Account,
    usageUrl: string,
    token: Secret,
  ): Promise<{
    readonly status: number;
    readonly retryAfter: string | undefined;
    readonly body: string;
  } | null> {
    const { clock, fetch, userAgent } = this.#ports;
    const late = new AbortController();
    using _deadline = clock.after(CALL_TIMEOUT_MS, () => late.abort());
    try {
      const answer = await fetch(usageUrl, {
        method: 'GET',
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${token.reveal()}`,
          'user-agent': userAgent,
        },
        signal: AbortSignal.any([late.signal, this.#aborted.signal]),
        proxy: account.entry.proxy,
      });
      const body = await answer.text();
      return { status: answer.status, retryAfter: answer.headers['retry-after'], body };
    } catch {
      // Offline, a dead proxy, a timeout: the same wait as after a refusal, and no word about the account.
      return null;
    }
  }

  #usageUrl({ entry, kind }: Account): string | null {
    const { auth } = entry;
    if (auth.kind !== 'oauth' || kind !== 'oauth') return null;
    const provider = this.#ports.settings().oauthProviders.find(({ name }) => name === auth.oauthProvider);
    return provider?.usageUrl ?? null;
  }

  #standing(accountId: string): Standing {
    let standing = this.#standings.get(accountId);
    if (standing === undefined) {
      const { clock, random } = this.#ports;
      standing = { notBefore: clock.monotonic() + firstPollMs(random.fraction()), failures: 0 };
      this.#standings.set(accountId, standing);
    }
    return standing;
  }

  #forgetOthers(list: readonly Account[]): void {
    const ids = new Set(list.map(({ id }) => id));
    for (const id of this.#standings.keys()) if (!ids.has(id)) this.#standings.delete(id);
  }
}

/** An account that rests says when that ends, and one that waits for its user has nothing to ask with. */
function mayServe(account: Account, now: number): boolean {
  return !restrictionsOf(account, now).some(
    (reason) =>
      reason.kind === 'disabled' ||
      reason.kind === 'terms-not-accepted' ||
      reason.kind === 'needs-login' ||
      (reason.kind === 'cooling-down' && reason.scope.kind === 'account'),
  );
}

function latest(times: readonly (number | null)[]): number | null {
  return times.reduce((best, at) => (at !== null && (best === null || at > best) ? at : best), null);
}
