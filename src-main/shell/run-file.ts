import { unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomic } from '../core/lib/atomic-file.ts';
import type { Closer } from '../core/lib/closer.ts';
import type { Secret } from '../core/lib/secret.ts';
import { startError } from '../core/lib/start-failure.ts';

/** Name of the file that tells the command line where this data folder's instance is. */
export const RUN_FILE = 'run.json';

export interface RunningInstance {
  readonly url: string;
  readonly version: string;
  readonly controlToken: Secret;
}

/** Writes `run.json` (mode 0600) until it is closed. Throws a `RotaError` (`write-failed`) where the disk refuses. */
export async function writeRunFile(
  dataDir: string,
  { url, version, controlToken }: RunningInstance,
): Promise<Closer> {
  const path = join(dataDir, RUN_FILE);
  const content = { pid: process.pid, url, version, control_token: controlToken.reveal() };
  const written = await writeFileAtomic(path, `${JSON.stringify(content)}\n`);
  if (!written.ok) throw startError(written.error);
  return {
    async close() {
      try {
        unlinkSync(path);
      } catch {
        // Somebody removed it already; that is all that was wanted.
      }
    },
  };
}
