/** How an exchange can break, beside the errors of the sockets themselves. The classifier goes by the codes. */

/** The upstream closed the connection before its answer was whole. */
export class ConnectionClosedError extends Error {
  override readonly name = 'ConnectionClosedError';
  readonly code = 'ECONNRESET';

  constructor() {
    super('The upstream closed the connection.');
  }
}

/** Nothing came for longer than the account's `timeout_seconds`. */
export class SilentUpstreamError extends Error {
  override readonly name = 'SilentUpstreamError';
  readonly code = 'ETIMEDOUT';

  constructor() {
    super('The upstream was silent for too long.');
  }
}

/** No connection came about in time. */
export class ConnectTimeoutError extends Error {
  override readonly name = 'ConnectTimeoutError';
  readonly code = 'ETIMEDOUT';

  constructor() {
    super('The connection took too long to open.');
  }
}

/** The upstream's bytes are not an HTTP/1.1 answer. The message says what is wrong with them and repeats none. */
export class InvalidAnswerError extends Error {
  override readonly name = 'InvalidAnswerError';
  readonly code = 'ERR_INVALID_ANSWER';
}

/** The exchange was cut from this side. */
export class AbortedError extends Error {
  override readonly name = 'AbortedError';
  readonly code = 'ABORT_ERR';

  constructor() {
    super('The request was aborted.');
  }
}
