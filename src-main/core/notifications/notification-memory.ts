import { z } from 'zod';
import { readFileLimited, writeFileAtomic } from '../lib/atomic-file.ts';
import { type Disk, systemDisk } from '../lib/disk.ts';
import type { Logger } from '../logging/logger.ts';
import type { RestingMemory } from './all-resting.ts';
import type { SignInMemory } from './sign-in-needed.ts';
import type { SwitchMemory } from './switched.ts';
import type { TokenMemory } from './token-ending.ts';
import type { WindowMemory } from './window-filling.ts';

/** What was told already, so that nothing is told twice for one cause, not even after a restart. */
export interface NotificationMemory {
  readonly signIn: SignInMemory;
  readonly resting: RestingMemory;
  readonly switched: SwitchMemory;
  readonly windows: WindowMemory;
  readonly tokens: TokenMemory;
}

export const NOTHING_TOLD: NotificationMemory = {
  signIn: {},
  resting: { resting: false, toldAt: null },
  switched: null,
  windows: {},
  tokens: {},
};

const time = z.number();
const memorySchema: z.ZodType<NotificationMemory> = z.strictObject({
  signIn: z.record(z.string(), time),
  resting: z.strictObject({ resting: z.boolean(), toldAt: time.nullable() }),
  switched: z.string().nullable(),
  windows: z.record(z.string(), z.strictObject({ share: z.number(), resetsAt: time.nullable() })),
  tokens: z.record(z.string(), z.strictObject({ endsAt: time, daysAhead: z.number() })),
});

/** Far above what hundreds of accounts need, in bytes. */
const MAX_BYTES = 1024 * 1024;

/** Where the memory outlives a run. */
export interface MemoryFile {
  readonly loaded: NotificationMemory;
  store(memory: NotificationMemory): Promise<void>;
}

/** Opens the memory at `path`. A file that cannot be used costs a repeated notification and nothing else. */
export async function openMemoryFile(
  path: string,
  logger: Logger,
  disk: Disk = systemDisk,
): Promise<MemoryFile> {
  return {
    loaded: await load(path, disk),
    async store(memory) {
      const written = await writeFileAtomic(path, `${JSON.stringify(memory)}\n`, { disk });
      if (!written.ok) {
        logger.warn('What was notified could not be stored', { detail: written.error.message });
      }
    },
  };
}

async function load(path: string, disk: Disk): Promise<NotificationMemory> {
  const read = await readFileLimited(path, MAX_BYTES, disk);
  if (!read.ok || read.value === null) return NOTHING_TOLD;
  try {
    return memorySchema.parse(JSON.parse(new TextDecoder().decode(read.value)));
  } catch {
    return NOTHING_TOLD;
  }
}
