/**
 * The log as a file of JSON lines: one object a line, written by pino in this process (a worker thread of its own
 * could not be bundled). The current file is always `rota.log`; it is put aside when it is large or its day is over,
 * and the oldest of those go. What cannot be written is lost without a word here: the console has it, too.
 */
import type { Dirent } from 'node:fs';
import { mkdir, readdir, rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger as Pino } from 'pino';
import type { Clock } from '../lib/clock.ts';
import type { LogLevel, LogLine } from './log-line.ts';

/** Name of the file that is being written. */
export const LOG_FILE = 'rota.log';
/** The others carry the moment at which they were put aside. */
const OLD_FILE = /^rota\.\d{8}T\d{6}(?:-\d+)?Z\.log$/;

export interface LogFileLimits {
  /** A file of this size is put aside. */
  readonly maxFileBytes: number;
  /** Files beside the current one. */
  readonly maxOldFiles: number;
  /** Older files are deleted. */
  readonly maxDays: number;
}

const LIMITS: LogFileLimits = { maxFileBytes: 5 * 1024 * 1024, maxOldFiles: 9, maxDays: 14 };
/** What may wait while the disk does not take it, in bytes; beyond it lines are dropped. */
const MAX_BUFFER_BYTES = 1024 * 1024;
const DAY_MS = 24 * 3_600_000;

type Destination = ReturnType<typeof import('pino')['destination']>;

/** A line as the core made it, with the shell's moment of it. */
export type FileLine = Omit<LogLine, 'number'>;

export class RotatingFileSink {
  readonly #folder: string;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #limits: LogFileLimits;
  readonly #destination: Destination;
  readonly #pino: Pino;
  #bytes: number;
  #day: string;
  #rotating: Promise<void> | null = null;
  #at = 0;

  /** Makes the folder and opens the file. Rejects with the system's error where one of them cannot be had. */
  static async open(
    folder: string,
    clock: Pick<Clock, 'now'>,
    limits: LogFileLimits = LIMITS,
  ): Promise<RotatingFileSink> {
    const [{ pino }] = await Promise.all([import('pino'), mkdir(folder, { recursive: true, mode: 0o700 })]);
    const path = join(folder, LOG_FILE);
    const found = await stat(path).catch(() => null);
    const destination = pino.destination({
      dest: path,
      mode: 0o600,
      sync: false,
      maxLength: MAX_BUFFER_BYTES,
    });
    await opened(destination);
    const sink = new RotatingFileSink(folder, clock, limits, pino, destination, {
      bytes: found?.size ?? 0,
      day: dayOf(found && found.size > 0 ? found.mtimeMs : clock.now()),
    });
    await sink.#dropOld();
    return sink;
  }

  private constructor(
    folder: string,
    clock: Pick<Clock, 'now'>,
    limits: LogFileLimits,
    pino: typeof import('pino')['pino'],
    destination: Destination,
    current: { readonly bytes: number; readonly day: string },
  ) {
    this.#folder = folder;
    this.#clock = clock;
    this.#limits = limits;
    this.#bytes = current.bytes;
    this.#day = current.day;
    this.#destination = destination;
    destination.on('error', () => {}); // e.g. a full disk: the next line tries again
    destination.on('write', (bytes: number) => {
      this.#bytes += bytes;
    });
    this.#pino = pino(
      {
        level: 'trace',
        base: { pid: process.pid },
        messageKey: 'message',
        timestamp: () => `,"time":"${new Date(this.#at).toISOString()}"`,
        formatters: { level: (label) => ({ level: label }) },
      },
      destination,
    );
  }

  /** Writes one line; never waits and never throws. */
  write({ at, level, message, fields }: FileLine): void {
    this.#rotateIfDue();
    this.#at = at;
    this.#pino[level as LogLevel](fields, message);
  }

  /** Writes what waits, and closes the file. */
  async close(): Promise<void> {
    await this.#rotating;
    await new Promise<void>((resolve) => {
      this.#destination.once('close', resolve).once('error', () => resolve());
      this.#destination.end();
    });
  }

  #rotateIfDue(): void {
    const isDue =
      this.#bytes >= this.#limits.maxFileBytes || (this.#bytes > 0 && this.#day !== dayOf(this.#clock.now()));
    if (!isDue || this.#rotating) return;
    this.#rotating = this.#rotate().finally(() => {
      this.#rotating = null;
    });
  }

  async #rotate(): Promise<void> {
    const now = this.#clock.now();
    this.#bytes = 0;
    this.#day = dayOf(now);
    try {
      await rename(join(this.#folder, LOG_FILE), await this.#freeName(now));
      // What is still buffered goes to the new file; the descriptor of the old one is closed by it.
      const reopened = opened(this.#destination);
      this.#destination.reopen();
      await reopened;
      await this.#dropOld();
    } catch {
      // It goes on in the file that is open, and is tried again at the next limit.
    }
  }

  async #freeName(now: number): Promise<string> {
    const stamp = new Date(now).toISOString().replace(/[-:]|\.\d+Z$/g, '');
    const taken = new Set(await readdir(this.#folder));
    let name = `rota.${stamp}Z.log`;
    for (let n = 2; taken.has(name); n += 1) name = `rota.${stamp}-${n}Z.log`;
    return join(this.#folder, name);
  }

  /** Deletes the oldest files beyond the number and the age that are kept. */
  async #dropOld(): Promise<void> {
    const { maxOldFiles, maxDays } = this.#limits;
    const entries: readonly Dirent[] = await readdir(this.#folder, { withFileTypes: true });
    const old = entries
      .filter((entry) => entry.isFile() && OLD_FILE.test(entry.name))
      .map(({ name }) => name)
      .sort()
      .reverse();
    const oldest = this.#clock.now() - maxDays * DAY_MS;
    for (const [place, name] of old.entries()) {
      const path = join(this.#folder, name);
      const isExpired = ((await stat(path).catch(() => null))?.mtimeMs ?? 0) < oldest;
      if (place >= maxOldFiles || isExpired) await unlink(path).catch(() => {});
    }
  }
}

/** Resolves when the file is open; rejects with the system's error where it cannot be opened. */
function opened(destination: Destination): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: unknown) => {
      destination.off('ready', settle).off('error', settle);
      if (error) reject(error);
      else resolve();
    };
    destination.on('ready', settle).on('error', settle);
  });
}

/** The local day, as a text that differs from day to day. */
function dayOf(at: number): string {
  return new Date(at).toDateString();
}
