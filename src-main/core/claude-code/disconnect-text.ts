import { ok, type Result } from '../lib/result.ts';
import {
  CUSTOM_HEADERS,
  type Memory,
  OUR_VARIABLES,
  type OurVariable,
  type OwnGateway,
} from './connection.ts';
import { outlined, variable, withEnv, withoutVariable, withVariable } from './env-edits.ts';
import { sameLines, withoutKeyLine } from './header-lines.ts';
import { createOwnership } from './ownership.ts';
import type { SettingsText } from './settings-bytes.ts';
import { readOutline } from './settings-outline.ts';
import { undone } from './undo.ts';

/**
 * A settings text without our variables: the original, byte for byte, where nothing else changed since; else the
 * text as it is, with what stood at our variables before. A variable that the user has changed since stays.
 */
export function disconnectText(
  settings: SettingsText,
  gateway: OwnGateway,
  memory: Memory | null,
): Result<SettingsText, 'claude_settings_invalid'> {
  const original = memory === null ? null : undone(settings, memory.undo);
  if (original !== null) return ok(original);
  const read = readOutline(settings.text);
  if (!read.ok) return read;
  const isOurs = createOwnership(read.value, gateway, memory);
  let { text } = settings;
  for (const name of OUR_VARIABLES) {
    if (isOurs(name)) text = restoreVariable(text, name, memory?.former[name] ?? null);
  }
  return ok({
    text: text === settings.text ? text : withFormerEnv(text, memory),
    encoding: settings.encoding,
  });
}

/** The text with what stood at one of our variables before; of the custom headers only our line goes. */
export function restoreVariable(text: string, name: OurVariable, former: string | null): string {
  const now = outlined(text);
  if (name !== CUSTOM_HEADERS) return withRaw(text, name, former);
  const others = withoutKeyLine(variable(now, name) ?? '');
  const formerLines = former?.startsWith('"') ? (JSON.parse(former) as string) : null;
  if (sameLines(others, formerLines)) return withRaw(text, name, former);
  return withRaw(text, name, others === null ? null : JSON.stringify(others));
}

function withRaw(text: string, name: OurVariable, raw: string | null): string {
  const now = outlined(text);
  return raw === null ? withoutVariable(now, name) : withVariable(now, name, raw);
}

/** An `env` that only we needed goes the way it came. */
function withFormerEnv(text: string, memory: Memory | null): string {
  const now = outlined(text);
  if (now.env.kind !== 'object' || now.env.object.members.length > 0) return text;
  switch (memory?.formerEnv.kind) {
    case 'object':
      return text;
    case 'raw':
      return withEnv(now, memory.formerEnv.raw);
    default:
      return withEnv(now, null);
  }
}
