import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../../core/lib/clock.ts';
import { systemRandom } from '../../core/lib/random.ts';
import { Secret } from '../../core/lib/secret.ts';
import { silentLogger } from '../../core/logging/logger.ts';
import type { KeyStoreChoice } from '../../core/vault/choose-key-store.ts';
import type { KeyStore } from '../../core/vault/key-store.ts';
import { createKeyStore } from '../../core/vault/key-stores/create-key-store.ts';
import { MASTER_KEY_VARIABLE } from '../../core/vault/key-stores/env-key-store.ts';
import type { CommandIo } from '../command-io.ts';

/** Name of the keychain entries where the settings name none. */
const DEFAULT_SERVICE = 'rota';

/** The key stores of a data folder that no instance owns, as `rota start` would open them. */
export async function folderKeyStores(
  folder: string,
  io: CommandIo,
): Promise<(choice: KeyStoreChoice) => KeyStore> {
  const masterKeyText = io.env[MASTER_KEY_VARIABLE];
  const parts = {
    folder,
    service: await serviceNameIn(folder),
    masterKeyText: masterKeyText ? new Secret(masterKeyText) : null,
    platform: io.platform,
    uid: process.getuid?.() ?? null,
    clock: systemClock,
    random: systemRandom,
    logger: silentLogger,
  };
  return (choice: KeyStoreChoice) => createKeyStore(choice, parts);
}

async function serviceNameIn(folder: string): Promise<string> {
  try {
    const document = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')) as {
      readonly settings?: { readonly oauth?: { readonly service_name?: unknown } };
    };
    const name = document.settings?.oauth?.service_name;
    return typeof name === 'string' && name !== '' ? name : DEFAULT_SERVICE;
  } catch {
    return DEFAULT_SERVICE;
  }
}
