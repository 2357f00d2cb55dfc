import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where the built page lies, seen from this file: in the bundle, in one of its chunks, or in the sources. */
const PLACES = ['../renderer', '../../renderer', '../../dist/renderer'];

/** The folder of the built page; the last place where it is in none, and the page then says how to build it. */
export function dashboardFolder(): string {
  const folders = PLACES.map((place) => join(import.meta.dirname, place));
  return folders.find((folder) => existsSync(join(folder, 'index.html'))) ?? folders.at(-1)!;
}
