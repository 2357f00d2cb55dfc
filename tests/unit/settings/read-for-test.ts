import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type ParsedSettings, parseSettings } from '../../../src-main/core/settings/parse-settings.ts';
import { formatOfFile } from '../../../src-main/core/settings/read-document.ts';

const VECTORS = join(import.meta.dirname, '../../vectors/settings');

/** The settings of a vector that must be accepted. */
export function vector(name: string) {
  const text = readFileSync(join(VECTORS, name), 'utf8');
  return parseSettings(text, { file: name, format: formatOfFile(name)! }).then(accepted);
}

/** Whatever a YAML text comes to. */
export function yaml(text: string) {
  return parseSettings(text, { file: 'rota.yaml', format: 'yaml' });
}

/** Fails with the first error where settings were refused. */
export function accepted(parsed: ParsedSettings) {
  if (!parsed.ok) expect.unreachable(parsed.errors[0]?.message);
  return parsed;
}
