import { assertNever } from '../../../src-shared/lib/assert-never.ts';
import type { Account } from '../accounts/account.ts';
import type { Closer } from '../lib/closer.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { TokenSetRecord, Vault } from '../vault/vault-port.ts';
import type { Credential, CredentialFailure, CredentialSource } from './credential.ts';
import { CredentialIssuer } from './credential-issuer.ts';
import { tokenAge } from './refresh-policy.ts';
import type { TokenFailureCode } from './token-failure.ts';
import { type RefreshOutcome, TokenRefresher, type TokenRefresherPorts } from './token-refresher.ts';
import { type Rotation, TokenSetStore } from './token-set-store.ts';

export interface CredentialSourcePorts extends Omit<TokenRefresherPorts, 'tokenSets'> {
  readonly vault: Pick<Vault, 'read' | 'write'>;
  /** The value of an environment variable; asked at every use. */
  env(name: string): string | undefined;
}

/** Why a refresh that a person asked for did not happen. */
export type RefreshNowFailure =
  | 'account_unknown'
  | 'account_not_refreshable'
  | 'account_needs_login'
  | 'terms_not_accepted'
  | 'oauth_provider_unknown'
  | 'refresh_too_soon'
  | TokenFailureCode;

/**
 * The single door to a credential, for OAuth token sets and plain secrets alike. `ready` is on the path of
 * every proxied request: a few map look-ups, and an allocation only when the secret has changed.
 */
export class RotaCredentialSource implements CredentialSource, Closer {
  readonly #ports: CredentialSourcePorts;
  readonly #tokenSets: TokenSetStore;
  readonly #refresher: TokenRefresher;
  readonly #issuer = new CredentialIssuer();
  /** Access tokens that an upstream refused and whose renewal is under way: nobody else may use them meanwhile. */
  readonly #refused = new Map<string, string>();

  constructor(ports: CredentialSourcePorts) {
    this.#ports = ports;
    this.#tokenSets = new TokenSetStore(ports);
    this.#refresher = new TokenRefresher({
      accounts: ports.accounts,
      settings: ports.settings,
      tokenSets: this.#tokenSets,
      tokens: ports.tokens,
      clock: ports.clock,
      random: ports.random,
      events: ports.events,
      logger: ports.logger,
      onNeedsLogin: (accountId, cause) => ports.onNeedsLogin(accountId, cause),
    });
  }

  ready(accountId: string): Credential | null {
    const account = this.#ports.accounts.find(accountId);
    if (account === null || account.termsMissing) return null;
    if (account.entry.auth.kind !== 'oauth') {
      const secret = this.#plainSecret(account);
      return secret === null ? null : this.#issuer.issue(account, secret);
    }
    const record = this.#tokenSets.read(accountId);
    if (record === null || this.#isUnusable(account, record)) return null;
    switch (tokenAge(record, this.#ports.clock.now())) {
      case 'expired':
        return null;
      case 'due':
        this.#refreshBehind(accountId, record);
        break;
    }
    return this.#issuer.issue(account, record.accessToken);
  }

  async get(accountId: string): Promise<Result<Credential, CredentialFailure>> {
    const found = this.#find(accountId);
    if (!found.ok) return found;
    const account = found.value;
    if (account.entry.auth.kind !== 'oauth') {
      const secret = this.#plainSecret(account);
      return secret === null ? secretMissing(account) : ok(this.#issuer.issue(account, secret));
    }
    const record = this.#tokenSets.read(accountId);
    if (record === null) return fail('needs-login', `Nobody has signed in to ${account.name} yet.`);
    if (this.#isVoid(account, record)) return signInAgain(account);
    const refused = this.#refused.get(accountId) ?? null;
    if (record.accessToken !== refused && tokenAge(record, this.#ports.clock.now()) === 'fresh') {
      return ok(this.#issuer.issue(account, record.accessToken));
    }
    const outcome = await this.#refresher.refresh(accountId, 'routine');
    return this.#afterRefresh(account, outcome, refused);
  }

  async renew(accountId: string, refusedVersion: number): Promise<Result<Credential, CredentialFailure>> {
    const found = this.#find(accountId);
    if (!found.ok) return found;
    const account = found.value;
    if (account.entry.auth.kind !== 'oauth') return this.#replacedSecret(account, refusedVersion);
    const record = this.#tokenSets.read(accountId);
    // Rotated or signed in anew since: `get` judges the newer token like any other.
    if (record === null || this.#issuer.issue(account, record.accessToken).version !== refusedVersion) {
      return this.get(accountId);
    }
    if (this.#isVoid(account, record)) return signInAgain(account);
    this.#refused.set(accountId, record.accessToken);
    try {
      const outcome = await this.#refresher.refresh(accountId, 'routine');
      return this.#afterRefresh(account, outcome, record.accessToken);
    } finally {
      this.#refused.delete(accountId);
    }
  }

  /** A refresh because a person asked for one, whatever the token's age; resolves with the new expiry (ms since the epoch). */
  async refreshNow(
    accountId: string,
  ): Promise<Result<{ readonly expiresAt: number | null }, RefreshNowFailure>> {
    const account = this.#ports.accounts.find(accountId);
    if (account === null) return fail('account_unknown', 'There is no such account.');
    const { name } = account;
    if (account.entry.auth.kind !== 'oauth') {
      return fail('account_not_refreshable', `${name} has no sign-in that could be refreshed.`);
    }
    if (account.termsMissing) return fail('terms_not_accepted', termsSentence(account));
    const record = this.#tokenSets.read(accountId);
    if (record === null) return fail('account_needs_login', `Nobody has signed in to ${name} yet.`);
    if (this.#isVoid(account, record)) return fail('account_needs_login', `${name} must sign in again.`);
    const outcome = await this.#refresher.refresh(accountId, 'by-hand');
    switch (outcome.kind) {
      case 'refreshed':
        return ok({ expiresAt: this.#tokenSets.read(accountId)?.expiresAt ?? null });
      case 'failed':
        return { ok: false, error: outcome.failure };
      case 'grant-refused':
        return fail('account_needs_login', `${name} must sign in again.`);
      case 'waiting':
        return fail('refresh_too_soon', `The token endpoint is in trouble; ${tryAgainIn(outcome.forMs)}`);
      case 'impossible':
        return outcome.why === 'provider-unknown'
          ? fail('oauth_provider_unknown', `The settings no longer name the OAuth provider of ${name}.`)
          : fail('account_not_refreshable', `${name} has no refresh token; it must sign in again.`);
      default:
        return assertNever(outcome);
    }
  }

  /** In how many ms the scheduler should call `refreshIfDue`; null = nothing to refresh here. */
  refreshDueInMs(accountId: string): number | null {
    const account = this.#ports.accounts.find(accountId);
    if (account === null || account.termsMissing || account.entry.auth.kind !== 'oauth') return null;
    const record = this.#tokenSets.read(accountId);
    if (record === null || this.#isVoid(account, record)) return null;
    return this.#refresher.dueInMs(accountId, record);
  }

  /** Refreshes an account whose time has come; resolves when that is over, whatever came of it. */
  async refreshIfDue(accountId: string): Promise<void> {
    if (this.refreshDueInMs(accountId) !== 0) return;
    await this.#refresher.refresh(accountId, 'routine');
  }

  /** To be called after a wake or a change of network: an endpoint that was out of reach may be asked at once. */
  forgetNetworkTrouble(): void {
    this.#refresher.forgetNetworkTrouble();
  }

  /** Accounts whose newest token set is only in memory because the disk refused it. */
  unsaved(): readonly string[] {
    return this.#tokenSets.unsaved();
  }

  /** The token set to keep when the account is taken out of the vault: the newest, even if it is not durable yet. */
  newestTokenSet(accountId: string): TokenSetRecord | null {
    return this.#tokenSets.newest(accountId);
  }

  /** Hears of every rotation as soon as it is known, also of one that comes too late for the vault. */
  onRotated(listener: (rotation: Rotation) => void): Disposable {
    return this.#tokenSets.onRotated(listener);
  }

  async close(): Promise<void> {
    await this.#refresher.close();
    await this.#tokenSets.close();
  }

  #find(accountId: string): Result<Account, CredentialFailure> {
    const account = this.#ports.accounts.find(accountId);
    if (account === null) {
      this.#issuer.forget(accountId);
      return fail('unknown-account', 'There is no such account.');
    }
    return account.termsMissing ? fail('terms-not-accepted', termsSentence(account)) : ok(account);
  }

  #afterRefresh(
    account: Account,
    outcome: RefreshOutcome,
    refusedToken: string | null,
  ): Result<Credential, CredentialFailure> {
    if (outcome.kind === 'grant-refused') return signInAgain(account);
    const record = this.#tokenSets.read(account.id);
    if (record === null) return fail('needs-login', `Nobody is signed in to ${account.name} any more.`);
    const expired = tokenAge(record, this.#ports.clock.now()) === 'expired';
    // Whatever became of the refresh, a token that lives and that nobody refused still serves.
    if (!expired && record.accessToken !== refusedToken)
      return ok(this.#issuer.issue(account, record.accessToken));
    switch (outcome.kind) {
      case 'refreshed':
        return fail(
          'refresh-failed',
          `The new token of ${account.name} is expired or refused already; check this machine’s clock.`,
        );
      case 'failed':
        return fail('refresh-failed', outcome.failure.message);
      case 'waiting':
        return fail(
          'refresh-failed',
          `The token of ${account.name} could not be refreshed; ${tryAgainIn(outcome.forMs)}`,
        );
      case 'impossible':
        if (outcome.why === 'provider-unknown') {
          return fail('refresh-failed', `The settings no longer name the OAuth provider of ${account.name}.`);
        }
        this.#ports.onNeedsLogin(account.id, 'refresh-token-invalid');
        return signInAgain(account);
      default:
        return assertNever(outcome);
    }
  }

  /** A refused key cannot be renewed, but somebody may have put another one in its place. */
  #replacedSecret(account: Account, refusedVersion: number): Result<Credential, CredentialFailure> {
    const secret = this.#plainSecret(account);
    if (secret === null) return secretMissing(account);
    const credential = this.#issuer.issue(account, secret);
    if (credential.version !== refusedVersion) return ok(credential);
    this.#ports.onNeedsLogin(account.id, 'key-refused');
    return fail('needs-login', `The upstream refused the key of ${account.name}; enter another one.`);
  }

  #plainSecret(account: Account): string | null {
    const { auth } = account.entry;
    switch (auth.kind) {
      case 'vault': {
        const record = this.#ports.vault.read(account.id)?.record;
        return record?.kind === 'account-secret' ? record.value : null;
      }
      case 'literal':
        return auth.secret.reveal();
      case 'env':
        return this.#ports.env(auth.name)?.trim() || null;
      case 'oauth':
        return null;
      default:
        return assertNever(auth);
    }
  }

  #isUnusable(account: Account, record: TokenSetRecord): boolean {
    return this.#refused.get(account.id) === record.accessToken || this.#isVoid(account, record);
  }

  /** Refused by the token endpoint in this run, or, where the registry remembers it, in an earlier one. */
  #isVoid(account: Account, record: TokenSetRecord): boolean {
    const { needsLogin } = account.health;
    return (
      (needsLogin?.cause === 'refresh-token-invalid' && needsLogin.since > record.rotatedAt) ||
      this.#refresher.isRefused(account.id, record)
    );
  }

  #refreshBehind(accountId: string, record: TokenSetRecord): void {
    if (this.#refresher.dueInMs(accountId, record) !== 0) return;
    this.#refresher.refresh(accountId, 'routine').catch(() => {
      this.#ports.logger.error('A refresh in the background broke off', { accountId });
    });
  }
}

const signInAgain = (account: Account) =>
  fail('needs-login', `The sign-in of ${account.name} has ended; sign in again.`);

const secretMissing = (account: Account) =>
  fail('secret-missing', `The secret of ${account.name} is missing; enter it again or set its variable.`);

const termsSentence = (account: Account) =>
  `${account.name} signs in with a subscription, which stays off until the terms note is accepted.`;

const tryAgainIn = (waitMs: number) => `the next try is in ${Math.ceil(waitMs / 1000)} s.`;
