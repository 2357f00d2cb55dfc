import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Argument, type Command } from 'commander';
import { systemClock } from '../../core/lib/clock.ts';
import { acquireInstanceLock } from '../../core/lib/instance-lock.ts';
import { systemRandom } from '../../core/lib/random.ts';
import { Secret } from '../../core/lib/secret.ts';
import { silentLogger } from '../../core/logging/logger.ts';
import type { KeyStoreChoice } from '../../core/vault/choose-key-store.ts';
import { createKeyStore } from '../../core/vault/key-stores/create-key-store.ts';
import { MASTER_KEY_VARIABLE } from '../../core/vault/key-stores/env-key-store.ts';
import { moveMasterKey } from '../../core/vault/move-master-key.ts';
import { CommandFailure } from '../command-failure.ts';
import type { CommandContext } from './command-context.ts';

/** Name of the keychain entries where the settings name none. */
const DEFAULT_SERVICE = 'rota';

/** `rota move-key keychain|file|env`: the only command that works on the data folder itself, so no instance may own it. */
export function registerMoveKey(parent: Command, context: CommandContext): void {
  parent
    .command('move-key')
    .description(context.say('about.moveKey'))
    .addArgument(new Argument('<store>').choices(['keychain', 'file', 'env']))
    .action(async (to: KeyStoreChoice) => {
      const folder = context.folder();
      const lock = await acquireInstanceLock(folder, systemClock);
      if (!lock.ok) throw new CommandFailure(lock.error.message);
      try {
        const moved = await moveMasterKey({ folder, to, keyStore: await keyStoresOf(folder, context) });
        if (!moved.ok) throw new CommandFailure(moved.error.message);
      } finally {
        await lock.value.close();
      }
    });
}

async function keyStoresOf(folder: string, { io }: CommandContext) {
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
