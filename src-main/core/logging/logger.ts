/** Fields that a log line may carry: an allow-list, so that no secret and no body can slip in. */
export interface LogFields {
  readonly accountId?: string;
  readonly requestId?: string;
  readonly provider?: string;
  readonly host?: string;
  readonly port?: number;
  readonly path?: string;
  readonly model?: string | null;
  readonly status?: number | null;
  readonly outcome?: string;
  readonly attempts?: number;
  readonly durationMs?: number;
  /** A stable error code, e.g. `ECONNREFUSED` or `invalid_grant`. */
  readonly code?: string | null;
  /** Our own sentence; never a text that an upstream wrote. */
  readonly detail?: string;
  readonly file?: string;
  readonly pid?: number;
  readonly version?: string;
  readonly count?: number;
}

/** The same list for the time of running, when a value may have more fields than its type says. */
export const LOG_FIELD_NAMES = Object.keys({
  accountId: 0,
  requestId: 0,
  provider: 0,
  host: 0,
  port: 0,
  path: 0,
  model: 0,
  status: 0,
  outcome: 0,
  attempts: 0,
  durationMs: 0,
  code: 0,
  detail: 0,
  file: 0,
  pid: 0,
  version: 0,
  count: 0,
} satisfies Record<keyof LogFields, 0>) as readonly (keyof LogFields)[];

/** Where the core says what happened; the message is constant text, the variable parts are fields. */
export interface Logger {
  trace(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** A logger that says nothing, for tests. */
export const silentLogger: Logger = {
  trace() {},
  debug() {},
  info() {},
  warn() {},
  error() {},
};
