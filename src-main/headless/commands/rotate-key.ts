import type { Command } from 'commander';
import { systemClock } from '../../core/lib/clock.ts';
import { systemDisk } from '../../core/lib/disk.ts';
import { acquireInstanceLock } from '../../core/lib/instance-lock.ts';
import { systemRandom } from '../../core/lib/random.ts';
import { silentLogger } from '../../core/logging/logger.ts';
import { parseKeyStoreChoice } from '../../core/vault/choose-key-store.ts';
import { readKeyStoreRecord } from '../../core/vault/key-store-record.ts';
import { unlockVault } from '../../core/vault/unlock-vault.ts';
import { CommandFailure } from '../command-failure.ts';
import { connectToInstance, isInstanceGone } from '../control-client.ts';
import type { CommandContext } from './command-context.ts';
import { folderKeyStores } from './folder-key-stores.ts';

/** `rota rotate-key`: by the instance that runs, else on the data folder itself. */
export function registerRotateKey(parent: Command, context: CommandContext): void {
  parent
    .command('rotate-key')
    .description(context.say('about.rotateKey'))
    .action(async () => {
      if (!(await rotatedByInstance(context))) await rotateOnFolder(context);
      context.note(context.say('masterKey.rotated'));
    });
}

/** False where no instance runs. */
async function rotatedByInstance(context: CommandContext): Promise<boolean> {
  const client = await connectToInstance(context.folder(), context.locale);
  if (client === null) return false;
  const rotated = await client.command('vault.rotateKey');
  if (isInstanceGone(rotated)) return false;
  context.unwrap(rotated);
  return true;
}

async function rotateOnFolder(context: CommandContext): Promise<void> {
  const folder = context.folder();
  const requested = parseKeyStoreChoice(context.io.env['ROTA_KEY_STORE']);
  if (!requested.ok) throw new CommandFailure(requested.error.message);
  const record = await readKeyStoreRecord(folder, systemDisk);
  if (record.ok && record.value === null) throw new CommandFailure(context.say('masterKey.none', { folder }));
  const lock = await acquireInstanceLock(folder, systemClock);
  if (!lock.ok) throw new CommandFailure(lock.error.message);
  try {
    const unlocked = await unlockVault({
      folder,
      requested: requested.value,
      keyStore: await folderKeyStores(folder, context.io),
      clock: systemClock,
      random: systemRandom,
      logger: silentLogger,
    });
    if (!unlocked.ok) throw new CommandFailure(unlocked.error.message);
    const rotated = await unlocked.value.rotateMasterKey();
    await unlocked.value.close();
    if (!rotated.ok) throw new CommandFailure(rotated.error.message);
  } finally {
    await lock.value.close();
  }
}
