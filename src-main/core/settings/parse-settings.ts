import { checkDocument } from './check-document.ts';
import { readDocument, type SettingsFormat } from './read-document.ts';
import type { Settings } from './settings.ts';
import type { SettingsDocument } from './settings-document.ts';
import { problemOf, type SettingsProblem } from './settings-problem.ts';

/** What a settings text comes to: settings with warnings, or at least one error. */
export type ParsedSettings =
  | {
      readonly ok: true;
      readonly settings: Settings;
      /** In today's shape, with the keys that Rota does not know. */
      readonly document: SettingsDocument;
      readonly warnings: readonly SettingsProblem[];
    }
  | { readonly ok: false; readonly errors: readonly SettingsProblem[] };

/**
 * Reads settings of any format and shape. Looks up nothing: `env:NAME` stays a name, and `file` is only for
 * the messages. Never throws and never repeats a secret, whatever the text is.
 */
export async function parseSettings(
  text: string,
  { file, format }: { readonly file: string; readonly format: SettingsFormat },
): Promise<ParsedSettings> {
  const read = await readDocument(text, format);
  if (!read.ok) {
    const finding = { code: read.code, path: [], says: read.says };
    return { ok: false, errors: [problemOf(finding, { file, locate: () => read.place })] };
  }
  const checked = checkDocument(read.value);
  const source = { file, locate: read.locate };
  if (!checked.ok) return { ok: false, errors: checked.errors.map((finding) => problemOf(finding, source)) };
  return { ...checked, warnings: checked.warnings.map((finding) => problemOf(finding, source)) };
}
