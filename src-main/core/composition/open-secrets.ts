import type { ErrorCode } from '../../../src-shared/contract/error-codes.ts';
import type { CloserStack } from '../lib/closer.ts';
import { fail, type Result, RotaError } from '../lib/result.ts';
import { Secret } from '../lib/secret.ts';
import type { CorePorts } from '../ports.ts';
import type { Settings } from '../settings/settings.ts';
import { createKeyStore } from '../vault/key-stores/create-key-store.ts';
import { MASTER_KEY_VARIABLE } from '../vault/key-stores/env-key-store.ts';
import { openMemoryVault, type VaultFinding } from '../vault/open-vault.ts';
import type { RotationFailure } from '../vault/rotate-master-key.ts';
import { unlockVault } from '../vault/unlock-vault.ts';
import type { Vault } from '../vault/vault-port.ts';
import { withVolatileTokenSets } from '../vault/volatile-token-sets.ts';

export interface OpenedSecrets {
  readonly vault: Vault;
  /** What was wrong with the vault and was repaired. */
  readonly findings: readonly VaultFinding[];
  /** Puts the vault under a new master key; a failure leaves it as readable as before. */
  rotateMasterKey(): Promise<Result<void, ErrorCode>>;
}

/** Opens the vault. Throws a `RotaError` with the sentence that helps where it stays closed. */
export async function openSecrets(
  ports: CorePorts,
  settings: Settings,
  closers: CloserStack,
): Promise<OpenedSecrets> {
  const { clock, random, logger, dataDir, environment, platform, uid, secrets } = ports;
  if (secrets.kind === 'memory') {
    const memory = openMemoryVault(clock);
    closers.add(() => memory.close());
    return { vault: memory.vault, findings: [], rotateMasterKey: async () => nothingStored() };
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
  const { vault, findings } = unlocked.value;
  const rotateMasterKey = async () => withOurCode(await unlocked.value.rotateMasterKey());
  if (settings.oauth.enablePersistence) return { vault, findings, rotateMasterKey };

  const memory = openMemoryVault(clock);
  closers.add(() => memory.close());
  return { vault: withVolatileTokenSets(vault, memory.vault), findings, rotateMasterKey };
}

function nothingStored() {
  return fail('master_key_not_ours', 'This Rota keeps its secrets in memory only and has no master key.');
}

function withOurCode(rotated: Result<void, RotationFailure>): Result<void, ErrorCode> {
  if (rotated.ok) return rotated;
  const { code, message } = rotated.error;
  return fail(code === 'not-rotatable' ? 'master_key_not_ours' : 'master_key_not_rotated', message);
}
