import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder } from '../../support/vault/data-folder.ts';
import { clientKey, openedVault, tokenSet } from '../../support/vault/vault-samples.ts';

/** Every file of a folder with its bytes, to see that nothing was touched. */
export const photograph = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString('hex')]),
  );

/** A folder with a vault of three changes. */
export async function folderWithVault(): Promise<string> {
  const folder = dataFolder();
  const { vault, close } = await openedVault(folder);
  await vault.write('account', tokenSet('first'), 0);
  await vault.write('account', tokenSet('rotated'), 1);
  await vault.write('client', clientKey('key'), 0);
  await close();
  return folder;
}
