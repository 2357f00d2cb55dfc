import { createHash } from 'node:crypto';
import { posix, win32 } from 'node:path';
import { defaultDataFolder, type FolderSurroundings } from '../shell/data-folder.ts';

/**
 * Where Chromium keeps its own files (caches, the page's local storage): outside the data folder, because they
 * are not ours to guard, and one for each data folder, because two instances cannot share one.
 */
export function sessionFolder(dataDir: string, surroundings: FolderSurroundings): string {
  const place = dataDir === defaultDataFolder({ ...surroundings, env: withoutChoice(surroundings.env) });
  const suffix = place ? '' : `-${createHash('sha256').update(dataDir).digest('hex').slice(0, 8)}`;
  return platformFolder(surroundings, `chromium${suffix}`);
}

function platformFolder({ env, platform, homeDir }: FolderSurroundings, name: string): string {
  switch (platform) {
    case 'darwin':
      return posix.join(homeDir, 'Library', 'Application Support', 'rota-window', name);
    case 'win32':
      return win32.join(env['LOCALAPPDATA'] || win32.join(homeDir, 'AppData', 'Local'), 'rota', name);
    default: {
      const stateHome = env['XDG_STATE_HOME'];
      const base = stateHome && posix.isAbsolute(stateHome) ? stateHome : posix.join(homeDir, '.local/state');
      return posix.join(base, 'rota', name);
    }
  }
}

function withoutChoice(env: FolderSurroundings['env']): FolderSurroundings['env'] {
  return { ...env, ROTA_DATA_DIR: undefined };
}
