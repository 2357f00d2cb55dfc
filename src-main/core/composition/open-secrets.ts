import type { CloserStack } from '../lib/closer.ts';
import { RotaError } from '../lib/result.ts';
import { Secret } from '../lib/secret.ts';
import type { CorePorts } from '../ports.ts';
import type { Settings } from '../settings/settings.ts';
import { createKeyStore } from '../vault/key-stores/create-key-store.ts';
import { MASTER_KEY_VARIABLE } from '../vault/key-stores/env-key-store.ts';
import { openMemoryVault } from '../vault/open-vault.ts';
import { unlockVault } from '../vault/unlock-vault.ts';
import type { Vault } from '../vault/vault-port.ts';
import { withVolatileTokenSets } from '../vault/volatile-token-sets.ts';

/** Opens the vault. Throws a `RotaError` with the sentence that helps where it stays closed. */
export async function openSecrets(
  ports: CorePorts,
  settings: Settings,
  closers: CloserStack,
): Promise<Vault> {
  const { clock, random, logger, dataDir, environment, platform, uid, secrets } = ports;
  if (secrets.kind === 'memory') {
    const memory = openMemoryVault(clock);
    closers.add(() => memory.close());
    return memory.vault;
  }
  const masterKeyText = environment[MASTER_KEY_VARIABLE];
  const unlocked = await unlockVault({
    folder: dataDir,
    requested: secrets.requested,
    keyStore: (choice) =>
      createKeyStore(choice, {
        folder: dataDir,
        service: settings.oauth.serviceName,
        masterKeyText: masterKeyText ? new Secret(masterKeyText) : null,
        platform,
        uid,
        clock,
        random,
        logger,
      }),
    clock,
    random,
    logger,
  });
  if (!unlocked.ok) throw new RotaError(unlocked.error.code, unlocked.error.message);
  closers.add(() => unlocked.value.close());
  if (settings.oauth.enablePersistence) return unlocked.value.vault;

  const memory = openMemoryVault(clock);
  closers.add(() => memory.close());
  return withVolatileTokenSets(unlocked.value.vault, memory.vault);
}
