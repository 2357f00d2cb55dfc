import * as fs from 'node:fs/promises';
import { type Clock, sleep, systemClock } from './clock.ts';
import { errorCode } from './io-failure.ts';

/** An open file, as far as durable writing and bounded reading need one. */
export interface DiskFile {
  stat(): Promise<{ size: number; mode: number; uid: number; isFile(): boolean }>;
  read(buffer: Uint8Array, offset: number, length: number): Promise<{ bytesRead: number }>;
  writeFile(data: Uint8Array): Promise<void>;
  chmod(mode: number): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** The file operations that durable files are made of; a test puts a disk that fails in its place. */
export interface Disk {
  /** Opens for reading (`r`), or creates a file that must not exist yet (`wx`). */
  open(path: string, flags: 'r' | 'wx', mode?: number): Promise<DiskFile>;
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  readdir(folder: string): Promise<string[]>;
  /** Creates the folder and its parents with `mode`; tells whether it had to. */
  makeFolder(path: string, mode: number): Promise<{ created: boolean }>;
  chmod(path: string, mode: number): Promise<void>;
  /** Makes the names in a folder durable. */
  syncFolder(path: string): Promise<void>;
}

/** File systems that cannot sync a folder say so with one of these; there is nothing more to be had from them. */
const FOLDER_SYNC_UNSUPPORTED = new Set(['EINVAL', 'ENOTSUP', 'ENOSYS']);

/** Virus scanners and indexers hold a new file for a moment; Windows then refuses to rename over it. */
const HELD_BY_ANOTHER_PROGRAM = new Set(['EPERM', 'EACCES', 'EBUSY']);
const RENAME_RETRY_DELAYS_MS = [10, 20, 40, 80, 160, 320, 640];

/** `rename`, tried again for about a second while another program holds one of the two files. */
export async function renamePatiently(
  rename: (from: string, to: string) => Promise<void>,
  from: string,
  to: string,
  clock: Clock,
): Promise<void> {
  for (const delayMs of RENAME_RETRY_DELAYS_MS) {
    try {
      return await rename(from, to);
    } catch (error) {
      if (!HELD_BY_ANOTHER_PROGRAM.has(errorCode(error) ?? '')) throw error;
    }
    await sleep(clock, delayMs);
  }
  return rename(from, to);
}

/** The machine's own disk. On Windows folders cannot be synced; NTFS journals the rename itself. */
export function createDisk(platform: NodeJS.Platform, clock: Clock): Disk {
  const windows = platform === 'win32';
  return {
    open: (path, flags, mode) => fs.open(path, flags, mode),
    rename: (from, to) => (windows ? renamePatiently(fs.rename, from, to, clock) : fs.rename(from, to)),
    unlink: fs.unlink,
    readdir: (folder) => fs.readdir(folder),
    chmod: fs.chmod,
    async makeFolder(path, mode) {
      return { created: (await fs.mkdir(path, { recursive: true, mode })) !== undefined };
    },
    async syncFolder(path) {
      if (windows) return;
      const folder = await fs.open(path, 'r');
      try {
        await folder.sync();
      } catch (error) {
        if (!FOLDER_SYNC_UNSUPPORTED.has(errorCode(error) ?? '')) throw error;
      } finally {
        await folder.close();
      }
    },
  };
}

/** The disk of this machine, for callers that have no other. */
export const systemDisk: Disk = createDisk(process.platform, systemClock);
