import { onTestFinished } from 'vitest';
import type { CoreEvent } from '../../src-main/core/events/core-event.ts';
import type { Clock } from '../../src-main/core/lib/clock.ts';
import { systemClock } from '../../src-main/core/lib/clock.ts';
import { systemRandom } from '../../src-main/core/lib/random.ts';
import { ok } from '../../src-main/core/lib/result.ts';
import { silentLogger } from '../../src-main/core/logging/logger.ts';
import { pasteCapture } from '../../src-main/core/oauth/code-capture.ts';
import { RotaCredentialSource } from '../../src-main/core/oauth/credential-source.ts';
import { LoginCoordinator } from '../../src-main/core/oauth/login-coordinator.ts';
import type { LoginView } from '../../src-main/core/oauth/login-session.ts';
import { createLoopbackCapture } from '../../src-main/core/oauth/loopback-capture.ts';
import { createProfileClient } from '../../src-main/core/oauth/profile-client.ts';
import { createTokenClient } from '../../src-main/core/oauth/token-client.ts';
import { createUndiciFetch } from '../../src-main/core/oauth/undici-transport.ts';
import type { OAuthProviderSettings } from '../../src-main/core/settings/settings.ts';
import { MemoryVault } from './memory-vault.ts';
import { account, oauthProvider, settings } from './oauth-fixtures.ts';

/**
 * Sign-in and credentials put together as the core does it, with the real HTTP client and real listeners;
 * only the vault is in memory. Every identity is an account. Closed when the current test ends.
 */
export class SignInHarness {
  readonly vault = new MemoryVault();
  readonly events: CoreEvent[] = [];
  readonly needsLogin: string[] = [];
  readonly logins: LoginCoordinator;
  readonly credentials: RotaCredentialSource;

  constructor(provider: Partial<OAuthProviderSettings> = {}, clock: Clock = systemClock) {
    const fetch = createUndiciFetch();
    const current = settings({ oauthProviders: [oauthProvider(provider)] });
    const shared = {
      vault: this.vault,
      settings: { current: () => current },
      clock,
      random: systemRandom,
      events: { emit: (event: CoreEvent) => void this.events.push(event) },
      logger: silentLogger,
      tokens: createTokenClient({ fetch, clock, userAgent: 'rota/1.2.3' }),
    };
    this.credentials = new RotaCredentialSource({
      ...shared,
      accounts: { find: (id) => (this.vault.read(id) === null ? null : account({ id })) },
      env: () => undefined,
      onNeedsLogin: (accountId) => this.needsLogin.push(accountId),
    });
    this.logins = new LoginCoordinator({
      ...shared,
      captures: [pasteCapture, createLoopbackCapture()],
      profiles: createProfileClient({ fetch, clock, userAgent: 'rota/1.2.3' }),
      registry: {
        accountIdFor: (name, { email, accountUuid }) => ok(`${name}:${email ?? accountUuid ?? 'somebody'}`),
        signedIn() {},
      },
      termsAccepted: () => true,
    });
    onTestFinished(() => this.close());
  }

  /** Opens a login that must succeed in opening. */
  async begin(request: Parameters<LoginCoordinator['begin']>[0]): Promise<LoginView> {
    const login = await this.logins.begin(request);
    if (!login.ok) throw new Error(login.error.code);
    return login.value;
  }

  async close(): Promise<void> {
    await this.logins.close();
    await this.credentials.close();
  }
}
