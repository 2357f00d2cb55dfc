/** Claude Code itself: its version, every settings file that it reads, and the environment around it. */
import type { ErrorCode } from '../../../src-shared/contract/error-codes.ts';
import type { ConnectionState } from '../claude-code/connection-state.ts';
import {
  managedSettingsPath,
  type PlaceSurroundings,
  type Scope,
  settingsPlace,
} from '../claude-code/settings-place.ts';
import type { Result } from '../lib/result.ts';
import type { Check } from './check.ts';
import { claudeCodeCheck } from './checks/claude-code.ts';
import { claudeEnvironmentCheck } from './checks/claude-environment.ts';
import {
  type CheckedSettings,
  claudeSettingsCheck,
  type SettingsObservation,
} from './checks/claude-settings.ts';

export interface ClaudeChecksOptions {
  readonly surroundings: PlaceSurroundings;
  /** A project's folder, absolute; null leaves the settings of projects aside. */
  readonly folder: string | null;
  /** The caller's `CLAUDE_CONFIG_DIR`; null leaves it to the surroundings. */
  readonly configDir: string | null;
  /** Where Rota is; null where it is not known. */
  readonly ourUrl: string | null;
  /** False where nobody can tell whether a key opens Rota. */
  readonly keysKnown: boolean;
  inspect(path: string): Promise<Result<ConnectionState, ErrorCode>>;
  version(): Promise<string | null>;
}

export function claudeChecks(options: ClaudeChecksOptions): readonly Check[] {
  const { surroundings, folder, configDir, ourUrl } = options;
  const scopes: readonly Scope[] = folder === null ? ['user'] : ['user', 'project', 'local'];
  const files = scopes.flatMap((scope): CheckedSettings[] => {
    const place = settingsPlace(
      { scope, folder: folder ?? undefined, configDir: configDir ?? undefined },
      surroundings,
    );
    return place.ok ? [{ which: scope, file: place.value.path }] : [];
  });
  // In the home folder, the shared settings of the "project" are the user's own.
  const distinct = files.filter(({ file }, index) => files.findIndex((one) => one.file === file) === index);
  const managed: CheckedSettings = { which: 'managed', file: managedSettingsPath(surroundings.platform) };
  return [
    claudeCodeCheck(() => options.version()),
    ...[...distinct, managed].map((settings) =>
      claudeSettingsCheck(settings, async () =>
        observed(await options.inspect(settings.file), options.keysKnown),
      ),
    ),
    claudeEnvironmentCheck(surroundings.environment, ourUrl),
  ];
}

function observed(inspected: Result<ConnectionState, ErrorCode>, keysKnown: boolean): SettingsObservation {
  if (!inspected.ok) return { kind: 'unreadable', why: inspected.error.message };
  const { kind } = inspected.value;
  if (!keysKnown && (kind === 'connected' || kind === 'outdated')) return { kind: 'here' };
  return inspected.value;
}
