import type { Clock } from '../lib/clock.ts';
import { isAtLeast, type LogLevel } from './log-line.ts';
import type { LogFields, Logger } from './logger.ts';

/** Longest value in a line, in characters. */
const MAX_VALUE_LENGTH = 2_000;

/**
 * A logger that writes one readable line per message, e.g. `12:00:01 warn  The settings file is invalid file=…`.
 * `level` is asked at every line, so that it can change while the program runs.
 */
export function createLineLogger(
  write: (line: string) => void,
  clock: Pick<Clock, 'now'>,
  level: () => LogLevel,
): Logger {
  const at = (lineLevel: LogLevel) => (message: string, fields?: LogFields) => {
    if (!isAtLeast(lineLevel, level())) return;
    const time = new Date(clock.now()).toTimeString().slice(0, 8);
    write(`${time} ${lineLevel.padEnd(5)} ${message}${fieldsText(fields)}\n`);
  };
  return { trace: at('trace'), debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

function fieldsText(fields: LogFields = {}): string {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => ` ${name}=${oneLine(String(value))}`)
    .join('');
}

/** A value cannot begin a new line, and so cannot pose as another message. */
function oneLine(value: string): string {
  const cut = value.length > MAX_VALUE_LENGTH ? `${value.slice(0, MAX_VALUE_LENGTH)}…` : value;
  return /^[\w.:/@-]*$/.test(cut) ? cut : JSON.stringify(cut);
}
