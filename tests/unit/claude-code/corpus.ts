import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const FOLDER = resolve(import.meta.dirname, '../../vectors/claude-settings');

/** A settings file as somebody might have it. */
export interface Vector {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Files that Claude Code reads. */
export const GOOD = vectors('good');
/** Files that it does not load, and that we leave alone. */
export const REFUSED = vectors('refused');

function vectors(folder: string): readonly Vector[] {
  return readdirSync(join(FOLDER, folder))
    .sort()
    .map((name) => ({ name, bytes: readFileSync(join(FOLDER, folder, name)) }));
}
