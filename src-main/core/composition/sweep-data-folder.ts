import { join } from 'node:path';
import type { Disk } from '../lib/disk.ts';

/** Temporary files of `writeFileAtomic`, and those of the library that writes the app's own settings. */
const LEFTOVERS: readonly RegExp[] = [
  /^[a-z-]+\.(json|rota|bak|key)\.[0-9a-f]{12}\.tmp$/,
  /^config\.json\.tmp-[0-9a-f]{16}$/,
];

/**
 * Deletes what a process that was killed had half written: such a file was never in force, and each kill would
 * leave another. Only the owner of the folder may do this, and before it writes anything itself.
 */
export async function sweepDataFolder(folder: string, disk: Pick<Disk, 'readdir' | 'unlink'>): Promise<void> {
  for (const name of await disk.readdir(folder).catch(() => [])) {
    if (!LEFTOVERS.some((pattern) => pattern.test(name))) continue;
    await disk.unlink(join(folder, name)).catch(() => {}); // a mere nuisance when it stays
  }
}
