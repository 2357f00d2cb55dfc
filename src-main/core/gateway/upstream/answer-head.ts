/**
 * Reads the head of an HTTP/1.1 answer, strictly: what RFC 9112 lets a recipient repair is refused instead, because
 * two programs that repair differently see two different answers in the same bytes.
 */
import { headerName } from '../header-name.ts';
import { InvalidAnswerError } from './exchange-errors.ts';
import type { AnswerHead } from './transport.ts';

/** How the body after a head is delimited (RFC 9112 section 6.3). */
export type BodyFraming =
  | { readonly kind: 'none' }
  | { readonly kind: 'length'; readonly bytes: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'until-close' };

/** A head with what it means for the connection. */
export interface ParsedHead extends AnswerHead {
  readonly framing: BodyFraming;
  /** How long the upstream keeps the connection after this answer, in ms; 0 for not at all, null where it names no time. */
  readonly keptAliveMs: number | null;
}

const STATUS_LINE = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: ([\t\x20-\x7e\x80-\xff]*))?$/;
/** What may not stand in a value: control characters, and with them every bare CR and LF. */
const FORBIDDEN = /[^\t\x20-\x7e\x80-\xff]/;
const DIGITS = /^\d{1,15}$/;

const NO_BODY: BodyFraming = { kind: 'none' };
const CHUNKED: BodyFraming = { kind: 'chunked' };
const UNTIL_CLOSE: BodyFraming = { kind: 'until-close' };

/** Parses a head without its final blank line; `method` is that of the request. Throws `InvalidAnswerError`. */
export function parseAnswerHead(text: string, method: string): ParsedHead {
  let lineEnd = text.indexOf('\r\n');
  const statusLine = STATUS_LINE.exec(lineEnd < 0 ? text : text.slice(0, lineEnd));
  if (!statusLine) throw new InvalidAnswerError('The answer does not begin with an HTTP/1.1 status line.');
  const status = Number(statusLine[2]);
  const rawHeaders: string[] = [];
  const headers: Record<string, string | string[]> = {};
  while (lineEnd >= 0) {
    const lineStart = lineEnd + 2;
    lineEnd = text.indexOf('\r\n', lineStart);
    const line = lineEnd < 0 ? text.slice(lineStart) : text.slice(lineStart, lineEnd);
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon));
    const value = trimmed(line, colon + 1);
    const lower = headerName(name);
    if (lower === null) throw new InvalidAnswerError('A header of the answer has no valid name.');
    if (FORBIDDEN.test(value))
      throw new InvalidAnswerError('A header of the answer has a control character.');
    rawHeaders.push(name, value);
    addHeader(headers, lower, value);
  }
  const isOld = statusLine[1] === '0';
  const framing = framingOf(headers, status, method, isOld);
  const isLast = isOld || isLastOfItsConnection(framing, headers, method);
  return {
    status,
    statusText: statusLine[3] ?? '',
    headers,
    rawHeaders,
    framing,
    keptAliveMs: isLast ? 0 : keptAliveMs(headers),
  };
}

/** The rest of a line without the blanks around it, which are not part of a value (RFC 9112 section 5.1). */
function trimmed(line: string, from: number): string {
  let start = from;
  let end = line.length;
  while (start < end && isBlank(line.charCodeAt(start))) start++;
  while (end > start && isBlank(line.charCodeAt(end - 1))) end--;
  return line.slice(start, end);
}

const isBlank = (code: number) => code === 0x20 || code === 0x09;

function addHeader(headers: Record<string, string | string[]>, name: string, value: string): void {
  if (name === '__proto__') return; // no header of that name means anything to anybody here
  const present = Object.hasOwn(headers, name) ? headers[name] : undefined;
  if (present === undefined) headers[name] = value;
  else if (typeof present === 'string') headers[name] = [present, value];
  else present.push(value);
}

function framingOf(
  headers: Record<string, string | string[]>,
  status: number,
  method: string,
  isOld: boolean,
): BodyFraming {
  const encoding = headers['transfer-encoding'];
  const length = headers['content-length'];
  if (encoding !== undefined) {
    // Both at once is how one answer is smuggled inside another (RFC 9112 section 6.1).
    if (length !== undefined || isOld || typeof encoding !== 'string' || encoding.toLowerCase() !== 'chunked')
      throw new InvalidAnswerError('The answer has a transfer encoding that cannot be relied on.');
  }
  if (length !== undefined && (typeof length !== 'string' || !DIGITS.test(length)))
    throw new InvalidAnswerError('The answer has no single valid length.');
  if (method === 'HEAD' || status === 204 || status === 304 || status < 200) return NO_BODY;
  if (encoding !== undefined) return CHUNKED;
  if (length === undefined) return UNTIL_CLOSE;
  return length === '0' ? NO_BODY : { kind: 'length', bytes: Number(length) };
}

/**
 * True where nothing may come behind the answer: its body ends with the connection, or a body is announced where there
 * is none. Some upstreams send one all the same, and its bytes would be taken for the answer to the next request.
 */
function isLastOfItsConnection(
  framing: BodyFraming,
  headers: Record<string, string | string[]>,
  method: string,
): boolean {
  if (framing.kind !== 'none') return framing.kind === 'until-close';
  const length = headers['content-length'];
  return method === 'HEAD' || headers['transfer-encoding'] !== undefined || (length ?? '0') !== '0';
}

function keptAliveMs(headers: Record<string, string | string[]>): number | null {
  const connection = headers.connection;
  if (connection !== undefined && connection !== 'keep-alive') {
    const options = String(connection).toLowerCase().split(',');
    if (options.some((option) => option.trim() === 'close')) return 0;
  }
  const hint = headers['keep-alive'];
  const seconds = hint === undefined ? null : /timeout=(\d{1,7})/i.exec(String(hint));
  return seconds ? Number(seconds[1]) * 1_000 : null;
}
