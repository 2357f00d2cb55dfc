import { ok, type Result } from '../lib/result.ts';
import {
  AUTH_TOKEN,
  BASE_URL,
  type Connection,
  CUSTOM_HEADERS,
  type FormerEnv,
  type Memory,
  OUR_VARIABLES,
  type OurVariable,
  type OwnGateway,
} from './connection.ts';
import { restoreVariable } from './disconnect-text.ts';
import { outlined, rawVariable, variable, withVariable } from './env-edits.ts';
import { withKeyLine, withoutKeyLine } from './header-lines.ts';
import { createOwnership } from './ownership.ts';
import type { SettingsText } from './settings-bytes.ts';
import { readOutline, type SettingsOutline } from './settings-outline.ts';
import { undoBetween, undone } from './undo.ts';

/** How many texts of ours, addresses and keys are remembered for one file. */
const MAX_UNDOS = 3;
const MAX_OWN_VALUES = 8;

export interface ConnectedText {
  readonly settings: SettingsText;
  readonly memory: Memory;
}

/**
 * A settings text with our variables in it, and what has to be remembered to take them out again. A text that
 * is as we left it is first put back, so that the original is always the user's own.
 */
export function connectText(
  settings: SettingsText,
  connection: Connection,
  gateway: OwnGateway,
  memory: Memory | null,
): Result<ConnectedText, 'claude_settings_invalid'> {
  const original = memory === null ? settings : undone(settings, memory.undo);
  const start = original ?? settings;
  const known = original === null ? memory : null;
  const read = readOutline(start.text);
  if (!read.ok) return read;

  const isOurs = createOwnership(read.value, gateway, known);
  const former = (name: OurVariable) =>
    isOurs(name) ? formerOf(read.value, name, known) : rawVariable(read.value, name);
  const wanted = wantedValues(connection, variable(read.value, CUSTOM_HEADERS));
  let text = start.text;
  for (const name of OUR_VARIABLES) {
    const value = wanted[name];
    if (value !== undefined) text = withVariable(outlined(text), name, JSON.stringify(value));
    else if (isOurs(name)) text = restoreVariable(text, name, former(name));
  }

  const after: SettingsText = { text, encoding: settings.encoding };
  const undo = original === null ? null : undoBetween(after, original);
  return ok({
    settings: after,
    memory: {
      ours: {
        baseUrls: latest(connection.baseUrl, memory?.ours.baseUrls),
        keys: latest(connection.key, memory?.ours.keys),
      },
      former: {
        [BASE_URL]: former(BASE_URL),
        [AUTH_TOKEN]: former(AUTH_TOKEN),
        [CUSTOM_HEADERS]: former(CUSTOM_HEADERS),
      },
      formerEnv: known?.formerEnv ?? formerEnv(read.value),
      undo: [...(undo === null ? [] : [undo]), ...(memory?.undo ?? [])]
        .filter(
          (one, index, all) => all.findIndex(({ fingerprint }) => fingerprint === one.fingerprint) === index,
        )
        .slice(0, MAX_UNDOS),
    },
  });
}

function wantedValues(
  { baseUrl, key, keepSignIn }: Connection,
  headers: string | null,
): Partial<Record<OurVariable, string>> {
  return keepSignIn
    ? { [BASE_URL]: baseUrl, [CUSTOM_HEADERS]: withKeyLine(headers, key) }
    : { [BASE_URL]: baseUrl, [AUTH_TOKEN]: key };
}

/** What stood at a variable that is ours now. Where that was forgotten: nothing, but for the user's own header lines. */
function formerOf(text: SettingsOutline, name: OurVariable, memory: Memory | null): string | null {
  if (memory !== null) return memory.former[name];
  const others = name === CUSTOM_HEADERS ? withoutKeyLine(variable(text, name) ?? '') : null;
  return others === null ? null : JSON.stringify(others);
}

function formerEnv({ text, env }: SettingsOutline): FormerEnv {
  switch (env.kind) {
    case 'absent':
      return { kind: 'absent' };
    case 'null':
      return { kind: 'raw', raw: 'null' };
    case 'object':
      return env.object.members.length > 0
        ? { kind: 'object' }
        : { kind: 'raw', raw: text.slice(env.object.span.start, env.object.span.end) };
  }
}

function latest(value: string, known: readonly string[] = []): readonly string[] {
  return [value, ...known.filter((one) => one !== value)].slice(0, MAX_OWN_VALUES);
}
