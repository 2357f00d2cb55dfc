import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Result } from '../../../src-main/core/lib/result.ts';
import { Secret } from '../../../src-main/core/lib/secret.ts';
import { silentLogger } from '../../../src-main/core/logging/logger.ts';
import type { KeyStoreChoice } from '../../../src-main/core/vault/choose-key-store.ts';
import type { KeyStore } from '../../../src-main/core/vault/key-store.ts';
import { createEnvKeyStore } from '../../../src-main/core/vault/key-stores/env-key-store.ts';
import { createFileKeyStore } from '../../../src-main/core/vault/key-stores/file-key-store.ts';
import { createMemoryKeyStore } from '../../../src-main/core/vault/key-stores/memory-key-store.ts';
import { type UnlockedVault, unlockVault } from '../../../src-main/core/vault/unlock-vault.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { dataFolder } from '../../support/vault/data-folder.ts';
import { FailingDisk } from '../../support/vault/failing-disk.ts';
import { clientKey, testRandom } from '../../support/vault/vault-samples.ts';

/** A data folder with its three key stores; a memory store stands for the system keychain. */
export class Machine {
  readonly folder = dataFolder();
  readonly keychain = createMemoryKeyStore();
  readonly disk = new FailingDisk();
  masterKeyText: string | null = null;

  keyStore = (choice: KeyStoreChoice): KeyStore => {
    const { folder, disk } = this;
    if (choice === 'keychain') return this.keychain;
    if (choice === 'env')
      return createEnvKeyStore(this.masterKeyText === null ? null : new Secret(this.masterKeyText));
    return createFileKeyStore({ folder, uid: process.getuid?.() ?? null, logger: silentLogger, disk });
  };

  unlock(requested: KeyStoreChoice | null = null) {
    return unlockVault({
      folder: this.folder,
      requested,
      keyStore: this.keyStore,
      clock: new ManualClock(),
      random: testRandom,
      logger: silentLogger,
      disk: this.disk,
    });
  }

  async unlocked(requested: KeyStoreChoice | null = null): Promise<UnlockedVault> {
    const opened = await this.unlock(requested);
    if (!opened.ok) throw new Error(opened.error.message);
    return opened.value;
  }

  /** First start with one secret in the vault. */
  async firstStart(requested: KeyStoreChoice | null = null): Promise<this> {
    const { vault, close } = await this.unlocked(requested);
    await vault.write('client', clientKey('kept'), 0);
    await close();
    return this;
  }

  async expectVaultWhole(requested: KeyStoreChoice | null = null): Promise<void> {
    const { vault, findings, close } = await this.unlocked(requested);
    expect(vault.read('client')?.record).toEqual(clientKey('kept'));
    expect(findings).toEqual([]);
    await close();
  }

  record(): { store: string; keyId: string; otherKeyIds: string[] } {
    return JSON.parse(readFileSync(join(this.folder, 'key-store.json'), 'utf8'));
  }

  photograph() {
    return Object.fromEntries(
      readdirSync(this.folder).map((name) => [name, readFileSync(join(this.folder, name)).toString('hex')]),
    );
  }
}

/** The failure of what has to fail. */
export const failureOf = (result: Result<unknown>) => {
  if (result.ok) throw new Error('it succeeded');
  return result.error;
};
