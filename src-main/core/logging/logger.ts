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
