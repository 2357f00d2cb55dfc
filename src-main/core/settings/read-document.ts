import { readJson } from './read-json.ts';
import type { Locate, SettingsErrorCode, TextPlace } from './settings-problem.ts';
import { type Statement, says } from './statement.ts';

/** The formats of a settings file. */
export type SettingsFormat = 'yaml' | 'toml' | 'json';

/** Largest settings file, in bytes of UTF-8. */
export const MAX_FILE_BYTES = 1_048_576;

/** What a text holds, before anybody asks whether it makes sense as settings. */
export type ReadDocument =
  | { readonly ok: true; readonly value: unknown; readonly locate: Locate }
  | {
      readonly ok: false;
      readonly code: SettingsErrorCode;
      readonly says: Statement;
      readonly place: TextPlace | null;
    };

/** The format that a file's name announces, or null for any other ending. */
export function formatOfFile(path: string): SettingsFormat | null {
  const ending = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase();
  if (ending === 'yaml' || ending === 'yml') return 'yaml';
  return ending === 'toml' || ending === 'json' ? ending : null;
}

/** Reads a text. The parsers of YAML and TOML are loaded at first use: a start without such a file pays for neither. */
export async function readDocument(text: string, format: SettingsFormat): Promise<ReadDocument> {
  if (Buffer.byteLength(text) > MAX_FILE_BYTES) {
    return {
      ok: false,
      code: 'too-large',
      says: says('file.tooLarge', { max: MAX_FILE_BYTES }),
      place: null,
    };
  }
  const plain = text.replace(/^\uFEFF/, '');
  if (plain.trim() === '') return { ok: false, code: 'empty', says: says('empty'), place: null };
  try {
    if (format === 'json') return await readJson(plain);
    if (format === 'toml') return (await import('./read-toml.ts')).readToml(plain);
    return (await import('./read-yaml.ts')).readYaml(plain);
  } catch {
    // Both parsers recurse, so a text of nothing but brackets overflows the stack; their messages quote the text.
    return {
      ok: false,
      code: 'syntax',
      says: says('syntax.unreadable', { format: format.toUpperCase() }),
      place: null,
    };
  }
}
