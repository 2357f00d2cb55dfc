import type { LogLine } from './log-line.ts';
import { LOG_FIELD_NAMES, type LogFields } from './logger.ts';

/** Longest value in a line, in characters. */
const MAX_VALUE_LENGTH = 2_000;

/** What keys and tokens look like, wherever one might have strayed into a text. */
const SECRET = /\b(?:sk-ant-|sk-|Bearer\s+|Basic\s+)[\w.~+/=-]{8,}|\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/gi;

/** Only the fields of the allow-list, as plain values, cut to a length and without anything that looks like a secret. */
export function safeFields(fields: LogFields = {}): LogLine['fields'] {
  const safe: Record<string, string | number | null> = {};
  for (const name of LOG_FIELD_NAMES) {
    const value: unknown = fields[name];
    if (typeof value === 'string') safe[name] = safeText(value);
    else if (typeof value === 'number' || value === null) safe[name] = value;
  }
  return safe;
}

/** A text with its secrets covered and cut to a length. */
export function safeText(text: string): string {
  const covered = text.replace(SECRET, '[hidden]');
  return covered.length > MAX_VALUE_LENGTH ? `${covered.slice(0, MAX_VALUE_LENGTH)}…` : covered;
}
