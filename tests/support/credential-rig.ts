import type { Account } from '../../src-main/core/accounts/account.ts';
import type { CoreEvent } from '../../src-main/core/events/core-event.ts';
import { silentLogger } from '../../src-main/core/logging/logger.ts';
import { RotaCredentialSource } from '../../src-main/core/oauth/credential-source.ts';
import type { TokenResult } from '../../src-main/core/oauth/token-answer.ts';
import type { TokenFailure } from '../../src-main/core/oauth/token-failure.ts';
import { ManualClock } from './manual-clock.ts';
import { MemoryVault } from './memory-vault.ts';
import { account, granted, settings, tokenSet } from './oauth-fixtures.ts';
import { SeededRandom } from './seeded-random.ts';

/** One token request as the token client would have sent it. */
export interface SentRefresh {
  readonly refreshToken: string;
  readonly provider: string;
  readonly scopes: readonly string[];
  readonly proxy: string | null;
  /** ms of the monotonic clock. */
  readonly at: number;
}

/** A credential source on a manual clock, a vault in memory and a token endpoint that answers by script. */
export class CredentialRig {
  readonly clock = new ManualClock();
  readonly vault = new MemoryVault();
  readonly accounts = new Map<string, Account>();
  readonly environment = new Map<string, string>();
  readonly sent: SentRefresh[] = [];
  readonly events: CoreEvent[] = [];
  readonly needsLogin: { readonly accountId: string; readonly cause: string }[] = [];
  readonly errors: string[] = [];
  settings = settings();
  /** What the token endpoint answers; counts rotations from 2, since the vault starts with `access-1`. */
  answer: (n: number, sent: SentRefresh) => TokenResult | Promise<TokenResult> = (n) =>
    granted(n, this.clock.now());
  readonly source: RotaCredentialSource;

  constructor() {
    this.source = new RotaCredentialSource({
      accounts: { find: (id) => this.accounts.get(id) ?? null },
      settings: { current: () => this.settings },
      vault: this.vault,
      env: (name) => this.environment.get(name),
      tokens: {
        refresh: async (provider, grant, proxy) => {
          const sent = {
            refreshToken: grant.refreshToken.reveal(),
            provider: provider.name,
            scopes: grant.scopes,
            proxy,
            at: this.clock.monotonic(),
          };
          this.sent.push(sent);
          return this.answer(this.sent.length + 1, sent);
        },
      },
      clock: this.clock,
      random: new SeededRandom('credentials'),
      events: { emit: (event) => this.events.push(event) },
      logger: { ...silentLogger, error: (message) => this.errors.push(message) },
      onNeedsLogin: (accountId, cause) => this.needsLogin.push({ accountId, cause }),
    });
  }

  /** An account, signed in an hour ago, whose token lives another `livesMs`. */
  signedIn({ livesMs, ...overrides }: Partial<Account> & { readonly livesMs: number }): Account {
    const added = this.add(overrides);
    const now = this.clock.now();
    this.vault.put(added.id, tokenSet(now, { expiresAt: now + livesMs }));
    return added;
  }

  add(overrides: Partial<Account> = {}): Account {
    const added = account(overrides);
    this.accounts.set(added.id, added);
    return added;
  }

  /** The token that `ready` hands out, or null. */
  readyToken(accountId: string): string | null {
    return this.source.ready(accountId)?.value.reveal() ?? null;
  }

  /** The token that `get` hands out, or the failure's code. */
  async getToken(accountId: string): Promise<string> {
    const result = await this.source.get(accountId);
    return result.ok ? result.value.value.reveal() : result.error.code;
  }

  failWith(failure: TokenFailure): void {
    this.answer = () => ({ ok: false, error: failure });
  }
}

/** Lets everything run that waits only for promises. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
