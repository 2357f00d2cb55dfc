import type { NeedsLoginCause } from '../../../src-shared/model/routing-reason.ts';
import type { Account } from '../accounts/account.ts';
import type { EventBus } from '../events/event-bus.ts';
import type { Clock } from '../lib/clock.ts';
import type { Closer } from '../lib/closer.ts';
import type { Random } from '../lib/random.ts';
import type { Failure } from '../lib/result.ts';
import { Secret } from '../lib/secret.ts';
import { createSingleFlight } from '../lib/single-flight.ts';
import { withinTimeLimit } from '../lib/time-limit.ts';
import type { Logger } from '../logging/logger.ts';
import type { OAuthProviderSettings, SettingsSource } from '../settings/settings.ts';
import type { TokenSetRecord } from '../vault/vault-port.ts';
import { tokenProxy } from './oauth-proxy.ts';
import {
  afterFailure,
  NO_TROUBLE,
  type RefreshTrouble,
  type RefreshUrgency,
  refreshDueAt,
  waitBeforeTryMs,
  withoutPause,
} from './refresh-policy.ts';
import type { TokenClient } from './token-client.ts';
import { describeTokenFailure, type TokenFailure, type TokenFailureCode } from './token-failure.ts';
import { rotatedTokenSet } from './token-set.ts';
import type { TokenSetEntry, TokenSetStore } from './token-set-store.ts';

/** What asking for a refresh came to. */
export type RefreshOutcome =
  /** The account's token set is a newer one than the caller had; durable, or held where the disk refuses. */
  | { readonly kind: 'refreshed' }
  /** The refresh token is void for good: its account must sign in again. */
  | { readonly kind: 'grant-refused' }
  | { readonly kind: 'failed'; readonly failure: Failure<TokenFailureCode> }
  /** No request was sent: the pause after the last failure lasts another `forMs`. */
  | { readonly kind: 'waiting'; readonly forMs: number }
  | { readonly kind: 'impossible'; readonly why: RefreshImpossible };

export type RefreshImpossible = 'unknown-account' | 'no-token-set' | 'no-refresh-token' | 'provider-unknown';

export interface TokenRefresherPorts {
  readonly accounts: { find(accountId: string): Account | null };
  readonly settings: Pick<SettingsSource, 'current'>;
  readonly tokenSets: TokenSetStore;
  readonly tokens: Pick<TokenClient, 'refresh'>;
  readonly clock: Clock;
  readonly random: Pick<Random, 'fraction'>;
  readonly events: Pick<EventBus, 'emit'>;
  readonly logger: Logger;
  /** Closes the account to routing until somebody signs in. */
  onNeedsLogin(accountId: string, cause: NeedsLoginCause): void;
}

/** Longest wait for a request under way when Rota is closed, in ms. */
const CLOSE_GRACE_MS = 10_000;

/** Failures that another network may end. */
const NETWORK_TROUBLE: readonly TokenFailure['kind'][] = ['unreachable', 'timed-out', 'blocked'];

/** What failures have taught us about one refresh token; the next token starts without a past. */
type GrantHistory = { readonly refreshToken: string } & (
  | { readonly kind: 'refused' }
  | { readonly kind: 'failing'; readonly trouble: RefreshTrouble; readonly latest: TokenFailure['kind'] }
);

/**
 * Rotates token sets, one request per account at a time whoever asks. A rotated set is durable before
 * `refresh` resolves, and a refused refresh token is never sent again.
 */
export class TokenRefresher implements Closer {
  readonly #ports: TokenRefresherPorts;
  readonly #flights = createSingleFlight<string, RefreshOutcome>();
  readonly #running = new Set<Promise<RefreshOutcome>>();
  readonly #histories = new Map<string, GrantHistory>();

  constructor(ports: TokenRefresherPorts) {
    this.#ports = ports;
  }

  /** Brings the account a newer token set or says why not; joins the request that is under way, if one is. */
  refresh(accountId: string, urgency: RefreshUrgency): Promise<RefreshOutcome> {
    return this.#flights.run(accountId, () => {
      const running = this.#refresh(accountId, urgency);
      this.#running.add(running);
      return running.finally(() => this.#running.delete(running));
    });
  }

  /** Whether the provider has refused this very refresh token. */
  isRefused(accountId: string, record: TokenSetRecord): boolean {
    return this.#historyOf(accountId, record)?.kind === 'refused';
  }

  /** In how many ms a routine refresh should be asked for; 0 = now, null = none is called for. */
  dueInMs(accountId: string, record: TokenSetRecord): number | null {
    const dueAt = refreshDueAt(record);
    const history = this.#historyOf(accountId, record);
    if (dueAt === null || history?.kind === 'refused' || this.#providerOf(record) === undefined) return null;
    const { clock } = this.#ports;
    const pauseMs = history ? waitBeforeTryMs(history.trouble, clock.monotonic(), 'routine') : 0;
    return Math.max(0, dueAt - clock.now(), pauseMs);
  }

  /**
   * Starts the pauses anew that came from the network: after a wake it may be another one, or not be there for
   * some seconds yet. What the endpoint itself asked for stays, and so does the bound on requests per minute.
   */
  forgetNetworkTrouble(): void {
    for (const [accountId, history] of this.#histories) {
      if (history.kind === 'failing' && NETWORK_TROUBLE.includes(history.latest)) {
        this.#histories.set(accountId, { ...history, trouble: withoutPause(history.trouble) });
      }
    }
  }

  /** Waits for the requests under way, within reason: one that is cut off may have rotated a token that nobody then knows. */
  async close(): Promise<void> {
    await withinTimeLimit(Promise.allSettled(this.#running), CLOSE_GRACE_MS, this.#ports.clock);
  }

  async #refresh(accountId: string, urgency: RefreshUrgency): Promise<RefreshOutcome> {
    const { accounts, settings, tokenSets, clock } = this.#ports;
    const account = accounts.find(accountId);
    if (account === null) return { kind: 'impossible', why: 'unknown-account' };
    const entry = tokenSets.entry(accountId);
    if (entry === null) return { kind: 'impossible', why: 'no-token-set' };
    const { refreshToken } = entry.record;
    if (refreshToken === null) return { kind: 'impossible', why: 'no-refresh-token' };

    const history = this.#historyOf(accountId, entry.record);
    if (history?.kind === 'refused') return { kind: 'grant-refused' };
    const trouble = history?.trouble ?? NO_TROUBLE;
    const forMs = waitBeforeTryMs(trouble, clock.monotonic(), urgency);
    if (forMs > 0) return { kind: 'waiting', forMs };

    const provider = this.#providerOf(entry.record);
    if (provider === undefined) return { kind: 'impossible', why: 'provider-unknown' };
    const result = await this.#ports.tokens.refresh(
      provider,
      { refreshToken: new Secret(refreshToken), scopes: entry.record.scopes },
      tokenProxy(settings.current(), account.entry),
    );
    if (!result.ok) return this.#onFailure(accountId, provider, entry, refreshToken, trouble, result.error);

    this.#histories.delete(accountId);
    // Durable first: whoever hears of the new access token may rely on its refresh token surviving a crash.
    await tokenSets.save(accountId, rotatedTokenSet(entry.record, result.value, clock.now()), entry);
    this.#ports.events.emit({ kind: 'token-refreshed', accountId, result: 'succeeded', code: null });
    return { kind: 'refreshed' };
  }

  #onFailure(
    accountId: string,
    provider: OAuthProviderSettings,
    entry: TokenSetEntry,
    refreshToken: string,
    trouble: RefreshTrouble,
    error: TokenFailure,
  ): RefreshOutcome {
    const { tokenSets, clock, random, events, logger } = this.#ports;
    const host = new URL(provider.tokenUrl).host;
    const failure = describeTokenFailure(error, host);
    events.emit({ kind: 'token-refreshed', accountId, result: 'failed', code: failure.code });
    logger.warn('A token could not be refreshed', {
      accountId,
      host,
      code: failure.code,
      detail: failure.message,
    });
    // Somebody signed in anew while the old token was on its way: its fate no longer matters.
    if (tokenSets.read(accountId)?.accessToken !== entry.record.accessToken) return { kind: 'refreshed' };
    if (error.kind === 'grant-invalid') {
      this.#histories.set(accountId, { kind: 'refused', refreshToken });
      this.#ports.onNeedsLogin(accountId, 'refresh-token-invalid');
      return { kind: 'grant-refused' };
    }
    const asked = 'retryAfterMs' in error ? error.retryAfterMs : null;
    this.#histories.set(accountId, {
      kind: 'failing',
      refreshToken,
      trouble: afterFailure(trouble, clock.monotonic(), random.fraction(), asked),
      latest: error.kind,
    });
    return { kind: 'failed', failure };
  }

  /** The provider that made the token set: no other one gets to see its refresh token. */
  #providerOf(record: TokenSetRecord): OAuthProviderSettings | undefined {
    return this.#ports.settings.current().oauthProviders.find(({ name }) => name === record.oauthProvider);
  }

  #historyOf(accountId: string, record: TokenSetRecord): GrantHistory | undefined {
    const history = this.#histories.get(accountId);
    return history?.refreshToken === record.refreshToken ? history : undefined;
  }
}
