import { headerName } from '../header-name.ts';
import { InvalidHeaderError } from './exchange-errors.ts';
import type { UpstreamRequest } from './transport.ts';

const FORBIDDEN = /[^\t\x20-\x7e\x80-\xff]/;
/** What may not stand in a request's target: it would end the line or begin another word. */
const FORBIDDEN_IN_PATH = /[^\x21-\x7e\x80-\xff]/;

/** Methods whose missing body is announced (RFC 9110 section 8.6). */
const EXPECTS_BODY: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

/** The head of a request with its final blank line. Throws `InvalidHeaderError` where it cannot be sent as it is. */
export function requestHead(request: UpstreamRequest, host: string): string {
  const { method, path, headers } = request;
  // A method is a token, too.
  if (headerName(method) === null) throw new InvalidHeaderError(':method');
  if (FORBIDDEN_IN_PATH.test(path)) throw new InvalidHeaderError(':path');
  let head = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: keep-alive\r\n`;
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]!;
    const value = headers[i + 1]!;
    if (headerName(name) === null || FORBIDDEN.test(value)) throw new InvalidHeaderError(name);
    head += `${name}: ${value}\r\n`;
  }
  if (request.body.length === 0 && EXPECTS_BODY.has(method)) head += 'content-length: 0\r\n';
  return `${head}\r\n`;
}
