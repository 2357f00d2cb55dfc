/**
 * Vault and refresh as the core puts them together, on a disk that can be made to fail and with tokens from the
 * simulator's token endpoint over real sockets. Time stands still until a test lets it pass.
 */
import type { Account } from '../../src-main/core/accounts/account.ts';
import { systemClock } from '../../src-main/core/lib/clock.ts';
import { systemRandom } from '../../src-main/core/lib/random.ts';
import { silentLogger } from '../../src-main/core/logging/logger.ts';
import { RotaCredentialSource } from '../../src-main/core/oauth/credential-source.ts';
import { createTokenClient } from '../../src-main/core/oauth/token-client.ts';
import { createUndiciFetch } from '../../src-main/core/oauth/undici-transport.ts';
import type { Simulator } from '../../src-main/core/simulator/simulator.ts';
import { createFileKeyStore } from '../../src-main/core/vault/key-stores/file-key-store.ts';
import { type UnlockedVault, unlockVault } from '../../src-main/core/vault/unlock-vault.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { account, oauthEntry, oauthProvider, settings } from '../support/oauth-fixtures.ts';
import type { FailingDisk } from '../support/vault/failing-disk.ts';

export interface OpenRig {
  readonly opened: UnlockedVault;
  readonly credentials: RotaCredentialSource;
  readonly clock: ManualClock;
  /** What was logged as an error. */
  readonly errors: readonly string[];
  close(): Promise<void>;
}

/** Opens the vault of `folder`; null where the disk does not let it. */
export async function openRig(
  folder: string,
  disk: FailingDisk,
  simulator: Simulator,
  /** Hears that a token answer has been received. */
  onAnswer: () => void = () => {},
): Promise<OpenRig | null> {
  const clock = new ManualClock(systemClock.now());
  const errors: string[] = [];
  const logger = { ...silentLogger, error: (message: string) => void errors.push(message) };
  const opened = await unlockVault({
    folder,
    requested: 'file',
    keyStore: () => createFileKeyStore({ folder, uid: process.getuid?.() ?? null, logger, disk }),
    clock,
    random: systemRandom,
    logger,
    disk,
  });
  if (!opened.ok) return null;
  const current = settings({
    oauthProviders: [
      oauthProvider({ name: 'simulated', clientId: simulator.clientId, tokenUrl: simulator.tokenUrl }),
    ],
  });
  const auth = { kind: 'oauth', oauthProvider: 'simulated' } as const;
  const find = (id: string): Account => account({ id, name: id, entry: oauthEntry({ auth }) });
  const tokens = createTokenClient({
    fetch: createUndiciFetch(),
    clock: systemClock,
    userAgent: 'rota/0.0.0',
  });
  const credentials = new RotaCredentialSource({
    accounts: { find },
    settings: { current: () => current },
    vault: opened.value.vault,
    tokens: {
      async refresh(...request) {
        const answer = await tokens.refresh(...request);
        onAnswer();
        return answer;
      },
    },
    clock,
    random: systemRandom,
    events: { emit() {} },
    logger,
    env: () => undefined,
    onNeedsLogin() {},
  });
  return {
    opened: opened.value,
    credentials,
    clock,
    errors,
    async close() {
      await credentials.close();
      await opened.value.close();
    },
  };
}
