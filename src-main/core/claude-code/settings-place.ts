import { posix, win32 } from 'node:path';
import { fail, ok, type Result } from '../lib/result.ts';

/** Which of Claude Code's settings files: the user's, a project's shared one, or a project's own local one. */
export type Scope = 'user' | 'project' | 'local';

export interface Place {
  readonly scope: Scope;
  /** The project's folder, absolute; null for `user`. */
  readonly folder: string | null;
  /** The settings file. */
  readonly path: string;
}

/** What decides where Claude Code keeps its settings. */
export interface PlaceSurroundings {
  readonly homeDir: string;
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Where the settings file of a scope is. `CLAUDE_CONFIG_DIR` moves the user's, as Claude Code itself has it. */
export function settingsPlace(
  asked: {
    readonly scope: Scope;
    readonly folder?: string | undefined;
    /** The caller's own `CLAUDE_CONFIG_DIR`, which counts before that of this process. */
    readonly configDir?: string | undefined;
  },
  { homeDir, platform, environment }: PlaceSurroundings,
): Result<Place, 'invalid_input'> {
  const { join, isAbsolute, normalize } = platform === 'win32' ? win32 : posix;
  const { scope } = asked;
  if (scope === 'user') {
    const folder = asked.configDir || environment['CLAUDE_CONFIG_DIR'] || join(homeDir, '.claude');
    if (!isAbsolute(folder))
      return fail('invalid_input', `CLAUDE_CONFIG_DIR must be an absolute path, not ${folder}.`);
    return ok({ scope, folder: null, path: join(folder, 'settings.json') });
  }
  if (asked.folder === undefined || !isAbsolute(asked.folder)) {
    return fail('invalid_input', 'Name the folder of the project by its absolute path.');
  }
  const folder = normalize(asked.folder).replace(/(?<=[^/\\:])[/\\]+$/, '');
  const name = scope === 'project' ? 'settings.json' : 'settings.local.json';
  return ok({ scope, folder, path: join(folder, '.claude', name) });
}

/** The settings that an administrator sets for a whole machine; they win over all others. */
export function managedSettingsPath(platform: NodeJS.Platform): string {
  switch (platform) {
    case 'darwin':
      return '/Library/Application Support/ClaudeCode/managed-settings.json';
    case 'win32':
      return 'C:\\Program Files\\ClaudeCode\\managed-settings.json';
    default:
      return '/etc/claude-code/managed-settings.json';
  }
}
