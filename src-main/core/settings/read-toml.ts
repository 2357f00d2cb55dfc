import { parse, TomlDate, TomlError } from 'smol-toml';
import { locateInToml } from './locate-in-toml.ts';
import type { ReadDocument } from './read-document.ts';
import type { Locate } from './settings-problem.ts';
import { says } from './statement.ts';

/** Reads TOML 1.0. Dates become text, as they are in the other formats. */
export function readToml(text: string): ReadDocument {
  let value: unknown;
  try {
    value = withoutDates(parse(text));
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // The parser's own message quotes the text, which may hold secrets.
    const place = { line: error.line, column: error.column };
    return { ok: false, code: 'syntax', says: says('syntax.toml'), place };
  }
  let locate: Locate | undefined;
  return {
    ok: true,
    value,
    locate: (path) => {
      locate ??= locateInToml(text);
      return locate(path);
    },
  };
}

function withoutDates(value: unknown): unknown {
  if (value instanceof TomlDate) return value.toISOString();
  if (Array.isArray(value)) return value.map(withoutDates);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutDates(item)]));
}
