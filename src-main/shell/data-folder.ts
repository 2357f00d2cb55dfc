import { posix, win32 } from 'node:path';

/** What decides where the data folder lies. */
export interface FolderSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The user's home folder, absolute. */
  readonly homeDir: string;
}

/**
 * The data folder where nothing else is said: `ROTA_DATA_DIR`, else the platform's own place for the data
 * of a user's programs, named `rota`. A relative path in the XDG variable is ignored, as its specification asks.
 */
export function defaultDataFolder({ env, platform, homeDir }: FolderSurroundings): string {
  const chosen = env['ROTA_DATA_DIR'];
  if (chosen) return chosen;
  switch (platform) {
    case 'darwin':
      return posix.join(homeDir, 'Library', 'Application Support', 'rota');
    case 'win32':
      return win32.join(env['APPDATA'] || win32.join(homeDir, 'AppData', 'Roaming'), 'rota');
    default: {
      const dataHome = env['XDG_DATA_HOME'];
      const base = dataHome && posix.isAbsolute(dataHome) ? dataHome : posix.join(homeDir, '.local', 'share');
      return posix.join(base, 'rota');
    }
  }
}
