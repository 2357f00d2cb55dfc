import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RUN_FILE } from '../shell/run-file.ts';

/** Where the instance that owns a data folder listens, as it wrote it down; null where it did not. */
export function runningAddress(dataDir: string): string | null {
  try {
    const { url } = JSON.parse(readFileSync(join(dataDir, RUN_FILE), 'utf8')) as { readonly url?: unknown };
    return typeof url === 'string' ? url : null;
  } catch {
    return null;
  }
}
