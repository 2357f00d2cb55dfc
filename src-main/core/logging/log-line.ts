/** From the most talkative to the gravest. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** One message of the log. */
export interface LogLine {
  /** Counts up from 1 in each run. */
  readonly number: number;
  /** ms since the epoch. */
  readonly at: number;
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: Readonly<Record<string, string | number | null>>;
}

/** True where a line of `level` is wanted by those who want `least` and graver. */
export function isAtLeast(level: LogLevel, least: LogLevel): boolean {
  return LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(least);
}
