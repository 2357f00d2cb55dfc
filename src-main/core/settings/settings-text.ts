import { readFile, stat } from 'node:fs/promises';
import { MAX_FILE_BYTES } from './read-document.ts';
import { fileProblem, type SettingsErrorCode, type SettingsProblem } from './settings-problem.ts';
import { type Statement, says } from './statement.ts';

/** The text of a settings file, or why it cannot be had. */
export type SettingsText =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly error: SettingsProblem };

/** The text of a settings file of at most `MAX_FILE_BYTES`. */
export async function readSettingsText(path: string): Promise<SettingsText> {
  const refuse = (code: SettingsErrorCode, statement: Statement) =>
    ({ ok: false, error: fileProblem(path, code, statement) }) as const;
  try {
    const { size } = await stat(path);
    if (size > MAX_FILE_BYTES) return refuse('too-large', says('file.tooLarge', { max: MAX_FILE_BYTES }));
    const bytes = await readFile(path);
    return { ok: true, value: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    const code = errorCodeOf(error);
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return refuse('not-utf8', says('file.notUtf8'));
    return refuse('unreadable', says('file.unreadable', { reason: code }));
  }
}

/** The operating system's code, e.g. `ENOENT`. */
export function errorCodeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
