import type { ErrorCode } from '../../../src-shared/contract/error-codes.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { Memory, OwnGateway } from './connection.ts';
import { type ConnectionState, connectionState } from './connection-state.ts';
import { decodeSettings, type SettingsText } from './settings-bytes.ts';
import { type FileState, readSettingsFile } from './settings-file.ts';
import { readOutline } from './settings-outline.ts';

/** A settings file with its text; one that does not exist has an empty one. */
export interface ReadSettings {
  readonly read: FileState;
  readonly settings: SettingsText;
}

/** Reads a settings file; that there is none is no failure. */
export async function readSettings(path: string): Promise<Result<ReadSettings, ErrorCode>> {
  const read = await readSettingsFile(path);
  if (!read.ok) return read;
  if (read.value.kind === 'absent') return ok({ read: read.value, settings: { text: '', encoding: 'utf8' } });
  const settings = decodeSettings(read.value.bytes);
  return settings.ok
    ? ok({ read: read.value, settings: settings.value })
    : cannotBeChanged(path, settings.error.message);
}

/** How a settings file stands to a gateway. */
export async function inspectSettings(
  path: string,
  gateway: OwnGateway,
  memory: Memory | null,
): Promise<Result<ConnectionState, ErrorCode>> {
  const opened = await readSettings(path);
  if (!opened.ok) return opened;
  const outline = readOutline(opened.value.settings.text);
  return outline.ok
    ? ok(connectionState(outline.value, gateway, memory))
    : cannotBeChanged(path, outline.error.message);
}

/** `why` is a clause, as those give it who read the text. */
export function cannotBeChanged(path: string, why: string) {
  return fail('claude_settings_invalid', `${path} cannot be changed: ${why}.`);
}
