import { InvalidHeaderError, NAME } from '../header-lines.ts';
import type { UpstreamRequest } from './transport.ts';

/** What may not stand in a request's target: it would end the line or begin another word. */
const FORBIDDEN_IN_PATH = /[^\x21-\x7e\x80-\xff]/;

/** Methods whose missing body is announced (RFC 9110 section 8.6). */
const EXPECTS_BODY: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

/** The head of a request with its final blank line. Throws `InvalidHeaderError` where it cannot be sent as it is. */
export function requestHead(request: UpstreamRequest, host: string): string {
  const { method, path, headers } = request;
  // A method is a token, too.
  if (!NAME.test(method)) throw new InvalidHeaderError(':method');
  if (FORBIDDEN_IN_PATH.test(path)) throw new InvalidHeaderError(':path');
  const length = request.body.length === 0 && EXPECTS_BODY.has(method) ? 'content-length: 0\r\n' : '';
  return `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: keep-alive\r\n${headers}${length}\r\n`;
}
