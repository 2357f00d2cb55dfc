import { Argument, type Command } from 'commander';
import { systemClock } from '../../core/lib/clock.ts';
import { acquireInstanceLock } from '../../core/lib/instance-lock.ts';
import type { KeyStoreChoice } from '../../core/vault/choose-key-store.ts';
import { moveMasterKey } from '../../core/vault/move-master-key.ts';
import { CommandFailure } from '../command-failure.ts';
import type { CommandContext } from './command-context.ts';
import { folderKeyStores } from './folder-key-stores.ts';

/** `rota move-key keychain|file|env`: works on the data folder itself, so no instance may own it. */
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
        const moved = await moveMasterKey({
          folder,
          to,
          keyStore: await folderKeyStores(folder, context.io),
        });
        if (!moved.ok) throw new CommandFailure(moved.error.message);
      } finally {
        await lock.value.close();
      }
    });
}
