import { readFileSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Writes a module of this folder as plain JavaScript into the scratch folder and returns the file's name.
 * A process that strips types itself starts later and holds more memory, which would flatter who is
 * compared with it. The module must import nothing but Node's own modules.
 */
export function plainJavaScript(moduleName: string, scratchDir: string): string {
  const source = readFileSync(fileURLToPath(new URL(`./${moduleName}`, import.meta.url)), 'utf8');
  const file = join(scratchDir, `${basename(moduleName, '.ts')}.mjs`);
  writeFileSync(file, stripTypeScriptTypes(source));
  return file;
}
