import { join } from 'node:path';
import type { ErrorCode } from '../../../src-shared/contract/error-codes.ts';
import type { CloserStack } from '../lib/closer.ts';
import { fail, type Result } from '../lib/result.ts';
import { Secret } from '../lib/secret.ts';
import { startError } from '../lib/start-failure.ts';
import type { CorePorts } from '../ports.ts';
import type { Settings } from '../settings/settings.ts';
import { createKeyStore } from '../vault/key-stores/create-key-store.ts';
import { MASTER_KEY_VARIABLE } from '../vault/key-stores/env-key-store.ts';
import { openMemoryVault, type VaultFinding } from '../vault/open-vault.ts';
import type { RotationFailure } from '../vault/rotate-master-key.ts';
import { unlockVault } from '../vault/unlock-vault.ts';
import { VAULT_FILE } from '../vault/vault-copies.ts';
import type { Vault } from '../vault/vault-port.ts';
import { withVolatileTokenSets } from '../vault/volatile-token-sets.ts';

export interface OpenedSecrets {
  readonly vault: Vault;
  /** What was wrong with the vault and was repaired. */
  readonly findings: readonly VaultFinding[];
  readonly vaultFile: OpenedVaultFile;
  /** Puts the vault under a new master key; a failure leaves it as readable as before. */
  rotateMasterKey(): Promise<Result<void, ErrorCode>>;
}

/** Where the vault is on disk. */
export interface OpenedVaultFile {
  /** Null where it is in memory only. */
  readonly path: string | null;
  /** True where neither it nor its spare copy was there, so that the vault began empty. */
  readonly isNew: boolean;
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
    const vaultFile = { path: null, isNew: true };
    return { vault: memory.vault, findings: [], vaultFile, rotateMasterKey: async () => nothingStored() };
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
  if (!unlocked.ok) throw startError(unlocked.error);
  closers.add(() => unlocked.value.close());
  const { vault, findings, isNew } = unlocked.value;
  const vaultFile = { path: join(dataDir, VAULT_FILE), isNew };
  const rotateMasterKey = async () => withOurCode(await unlocked.value.rotateMasterKey());
  if (settings.oauth.enablePersistence) return { vault, findings, vaultFile, rotateMasterKey };

  const memory = openMemoryVault(clock);
  closers.add(() => memory.close());
  return { vault: withVolatileTokenSets(vault, memory.vault), findings, vaultFile, rotateMasterKey };
}

function nothingStored() {
  return fail('master_key_not_ours', 'This Rota keeps its secrets in memory only and has no master key.');
}

function withOurCode(rotated: Result<void, RotationFailure>): Result<void, ErrorCode> {
  if (rotated.ok) return rotated;
  const { code, message } = rotated.error;
  return fail(code === 'not-rotatable' ? 'master_key_not_ours' : 'master_key_not_rotated', message);
}
