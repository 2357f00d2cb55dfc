import type { ConnectionState } from '../../claude-code/connection-state.ts';
import { type Check, type DoctorSay, failed, fine, skipped, type Verdict, warning } from '../check.ts';

/** One settings file of Claude Code, as it would read it. */
export type SettingsObservation =
  | { readonly kind: ConnectionState['kind']; readonly baseUrl: string | null; readonly keepSignIn: boolean }
  /** It points to our address; there is nobody to ask about the key. */
  | { readonly kind: 'here' }
  /** `why` is a whole sentence. */
  | { readonly kind: 'unreadable'; readonly why: string };

export interface CheckedSettings {
  readonly which: 'user' | 'project' | 'local' | 'managed';
  readonly file: string;
}

/** Whether a settings file points at us. All but the user's own win over it, and need say nothing. */
export function claudeSettingsCheck(
  settings: CheckedSettings,
  observe: (say: DoctorSay) => Promise<SettingsObservation>,
): Check {
  return {
    id: `claude-settings:${settings.which}`,
    checked: (say) => say('settings.checked', { file: settings.file }),
    look: async (say) => judgeClaudeSettings(settings, await observe(say), say),
  };
}

export function judgeClaudeSettings(
  { which }: CheckedSettings,
  seen: SettingsObservation,
  say: DoctorSay,
): Verdict {
  const option = which === 'user' ? '' : ` --${which}`;
  const command = `rota connect claude-code${option}`;
  switch (seen.kind) {
    case 'connected':
      return fine(say(seen.keepSignIn ? 'settings.connectedKeeping' : 'settings.connected'));
    case 'here':
      return fine(say('settings.here'));
    case 'not-connected':
      return which === 'user'
        ? warning(say('settings.absent'), say('settings.remedyConnect', { command }))
        : skipped(say('settings.silent'));
    case 'elsewhere': {
      const url = seen.baseUrl ?? '';
      return which === 'user'
        ? warning(say('settings.elsewhere', { url }), say('settings.remedyConnect', { command }))
        : warning(say('settings.overriding', { url }), say('settings.remedyOverriding'));
    }
    case 'outdated':
      return failed(say('settings.outdated'), say('remedy.reconnect', { command }));
    case 'unreadable':
      return failed(seen.why, say('settings.remedyUnreadable'));
  }
}
