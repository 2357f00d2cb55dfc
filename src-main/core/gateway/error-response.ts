/**
 * The only place that shapes an error of our own on a proxied path: the vendor's envelope, which Claude Code
 * prints as `API Error: <status> <message>`, and `x-should-retry: false` wherever waiting by itself would not
 * help the client (it would otherwise try eleven times over some three minutes).
 */
import { STATUS_CODES } from 'node:http';
import type { ClientExchange } from './client-exchange.ts';

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

/** Sends the error, with `extra` header lines, unless another answer has begun. */
export function sendError(client: ClientExchange, error: OwnError, extra = ''): void {
  if (client.hasBegun || client.isGone) return;
  const body = errorEnvelope(error);
  let headers = `content-type: application/json\r\ncontent-length: ${body.length}\r\n${extra}`;
  if (!error.retry) headers += 'x-should-retry: false\r\n';
  if (error.retryAfterSeconds !== undefined) headers += `retry-after: ${error.retryAfterSeconds}\r\n`;
  client.begin({
    status: error.status,
    statusText: STATUS_CODES[error.status] ?? '',
    headers,
    hasLength: true,
    isOwn: true,
  });
  client.end([body]);
}
