import { type FSWatcher, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Clock } from '../lib/clock.ts';

/** How long a file must be left alone before it is read, so that a half-written one is not taken for an edit. */
export const SETTLE_MS = 200;
/** How often the file is looked at, for where the operating system reports nothing (network drives, links, exhausted watches). */
export const POLL_MS = 1_500;

/**
 * Calls `onChange` after the file at `path` has become another than it was at `since` (see `identityOf`) and
 * then rested. The folder is watched and not the file, because editors and deployment tools replace a file by
 * renaming another over it, which ends a watch on the file itself; a slow poll of the file's identity stands
 * in where no report comes.
 */
export function watchFile(path: string, since: string, clock: Clock, onChange: () => void): Disposable {
  let closed = false;
  let known = since;
  let settling: Disposable | undefined;
  let polling: Disposable | undefined;
  let watcher: FSWatcher | undefined;

  const look = async () => {
    const seen = await identityOf(path);
    if (closed) return;
    if (seen !== known) settle();
    known = seen;
  };

  /** Waits until two looks in a row see the same file. */
  const settle = () => {
    settling?.[Symbol.dispose]();
    settling = clock.after(SETTLE_MS, async () => {
      const before = known;
      const seen = await identityOf(path);
      if (closed) return;
      known = seen;
      if (seen === before) onChange();
      else settle();
    });
  };

  const poll = () => {
    polling = clock.after(POLL_MS, async () => {
      await look();
      if (!closed) poll();
    });
  };

  try {
    const name = basename(path);
    watcher = watch(dirname(path), { persistent: false }, (_event, changed) => {
      if (changed === null || changed === name) void look();
    });
    // E.g. the folder was removed; the poll goes on.
    watcher.on('error', () => watcher?.close());
  } catch {
    // No watches left (ENOSPC) or none on this file system: the poll alone serves.
  }
  void look();
  poll();

  return {
    [Symbol.dispose]: () => {
      closed = true;
      settling?.[Symbol.dispose]();
      polling?.[Symbol.dispose]();
      watcher?.close();
    },
  };
}

/** What tells one state of a file from another: changes whenever it is written, replaced or removed. Follows links. */
export async function identityOf(path: string): Promise<string> {
  try {
    const { ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
    return [ino, size, mtimeNs, ctimeNs].join(':');
  } catch {
    return 'absent';
  }
}
