import type { Clock } from '../lib/clock.ts';
import type { Closer } from '../lib/closer.ts';
import { createLineLogger } from './line-logger.ts';
import { LOG_LEVELS, type LogLevel } from './log-line.ts';
import type { LogFields, Logger } from './logger.ts';
import { type FileLine, RotatingFileSink } from './rotating-file-sink.ts';
import { safeFields } from './safe-fields.ts';

/** Lines of a start that may wait for the file to be opened. */
const MAX_EARLY_LINES = 1_000;

export interface ShellLogsOptions {
  /** Takes readable lines, e.g. stderr; null where there is no console. */
  readonly console: ((line: string) => void) | null;
  /** Folder of the log files, made when the file is opened; null for none. */
  readonly folder: string | null;
  readonly clock: Pick<Clock, 'now'>;
}

/** Where a shell's log goes: readable lines to its console, JSON lines to a file. The core decides which lines. */
export interface ShellLogs extends Closer {
  readonly logger: Logger;
  /** Opens the file and writes what was said before. Called once the start is over, which it would only slow down. Never rejects. */
  open(): Promise<void>;
}

/** Makes the sinks of a shell. */
export function createShellLogs({ console, folder, clock }: ShellLogsOptions): ShellLogs {
  const lines = console && createLineLogger(console, clock, () => 'trace');
  let early: FileLine[] | null = folder === null ? null : [];
  let file: RotatingFileSink | null = null;
  let opening: Promise<void> | null = null;

  const say = (level: LogLevel) => (message: string, fields?: LogFields) => {
    lines?.[level](message, fields);
    if (!file && !early) return;
    const line: FileLine = { at: clock.now(), level, message, fields: safeFields(fields) };
    if (file) file.write(line);
    else if (early && early.length < MAX_EARLY_LINES) early.push(line);
  };
  const logger = Object.fromEntries(LOG_LEVELS.map((level) => [level, say(level)])) as unknown as Logger;

  const open = async () => {
    if (folder === null) return;
    try {
      file = await RotatingFileSink.open(folder, clock);
      for (const line of early ?? []) file.write(line);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      lines?.warn('The log file cannot be opened; the log goes to the console only', { file: folder, code });
    }
    early = null;
  };
  return {
    logger,
    open() {
      opening ??= open();
      return opening;
    },
    async close() {
      if (opening || (early && early.length > 0)) await this.open();
      await file?.close();
      file = null;
    },
  };
}
