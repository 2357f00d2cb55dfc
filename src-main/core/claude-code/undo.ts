import type { Undo } from './connection.ts';
import { encodeSettings, fingerprintOf, type SettingsText } from './settings-bytes.ts';

/** Longest text that is remembered, in UTF-16 units; past it our variables stand far apart and are put back one by one. */
const MAX_UNDO_LENGTH = 64 * 1024;

/** The one replacement that turns `after` into `before`; null where it would be too large to keep. */
export function undoBetween(after: SettingsText, before: SettingsText): Undo | null {
  const shorter = Math.min(after.text.length, before.text.length);
  let head = 0;
  while (head < shorter && after.text[head] === before.text[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && after.text.at(-1 - tail) === before.text.at(-1 - tail)) tail += 1;
  const text = before.text.slice(head, before.text.length - tail);
  if (text.length > MAX_UNDO_LENGTH) return null;
  return {
    fingerprint: fingerprintOf(encodeSettings(after)),
    offset: head,
    length: after.text.length - head - tail,
    text,
  };
}

/** The original of a text that is exactly as we left it; null where somebody has changed it since. */
export function undone(settings: SettingsText, undo: readonly Undo[]): SettingsText | null {
  const fingerprint = fingerprintOf(encodeSettings(settings));
  const match = undo.find((one) => one.fingerprint === fingerprint);
  if (match === undefined) return null;
  const { text, encoding } = settings;
  return {
    encoding,
    text: text.slice(0, match.offset) + match.text + text.slice(match.offset + match.length),
  };
}
