/**
 * The only place that shapes an error of our own on a proxied path: the vendor's envelope, which Claude Code
 * prints as `API Error: <status> <message>`, and `x-should-retry: false` wherever waiting by itself would not
 * help the client (it would otherwise try eleven times over some three minutes).
 */
import type { ServerResponse } from 'node:http';

/** The vendor's error types by status; an unlisted status is an `api_error`. */
const TYPE_BY_STATUS: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
};

export interface OwnError {
  readonly status: number;
  /** One whole sentence for the person in front of Claude Code. */
  readonly message: string;
  /** False tells the client not to try again by itself. */
  readonly retry: boolean;
  /** Whole seconds for `retry-after`; the client waits up to 60 and gives up beyond. */
  readonly retryAfterSeconds?: number;
}

/** The bytes of the envelope. */
export function errorEnvelope(error: OwnError): Buffer {
  const type = TYPE_BY_STATUS[error.status] ?? 'api_error';
  return Buffer.from(JSON.stringify({ type: 'error', error: { type, message: error.message } }), 'utf8');
}

/** Sends the error unless the head of another answer is already out. */
export function sendError(response: ServerResponse, error: OwnError, extra: readonly string[] = []): void {
  if (response.headersSent || response.destroyed) return;
  const body = errorEnvelope(error);
  const headers = ['content-type', 'application/json', 'content-length', String(body.length), ...extra];
  if (!error.retry) headers.push('x-should-retry', 'false');
  if (error.retryAfterSeconds !== undefined) headers.push('retry-after', String(error.retryAfterSeconds));
  response.writeHead(error.status, headers);
  response.end(body);
}
