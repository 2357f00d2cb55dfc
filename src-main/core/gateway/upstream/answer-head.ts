/**
 * Reads the head of an HTTP/1.1 answer, strictly: what RFC 9112 lets a recipient repair is refused instead, because
 * two programs that repair differently see two different answers in the same bytes.
 */
import { HeaderLines } from '../header-lines.ts';
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
const CRLF = '\r\n';
const DIGITS = /^\d{1,15}$/;

const NO_BODY: BodyFraming = { kind: 'none' };
const CHUNKED: BodyFraming = { kind: 'chunked' };
const UNTIL_CLOSE: BodyFraming = { kind: 'until-close' };

/**
 * Parses a head at the beginning of `bytes`, `length` bytes long without its final blank line; `method` is that of the
 * request. Throws `InvalidAnswerError`.
 */
export function parseAnswerHead(bytes: Buffer, length: number, method: string): ParsedHead {
  const text = bytes.toString('latin1', 0, length + CRLF.length);
  const lineEnd = text.indexOf(CRLF);
  const statusLine = STATUS_LINE.exec(text.slice(0, lineEnd));
  if (!statusLine) throw new InvalidAnswerError('The answer does not begin with an HTTP/1.1 status line.');
  const status = Number(statusLine[2]);
  const headers = HeaderLines.read(bytes, text, lineEnd + CRLF.length, text.length);
  if (!headers)
    throw new InvalidAnswerError('A header of the answer has no valid name or a control character.');
  const isOld = statusLine[1] === '0';
  const framing = framingOf(headers, status, method, isOld);
  const isLast = isOld || isLastOfItsConnection(framing, headers, method);
  return {
    status,
    statusText: statusLine[3] ?? '',
    headers,
    framing,
    keptAliveMs: isLast ? 0 : keptAliveMs(headers),
  };
}

function framingOf(headers: HeaderLines, status: number, method: string, isOld: boolean): BodyFraming {
  const encoding = headers.get('transfer-encoding');
  const length = headers.get('content-length');
  if (encoding !== undefined) {
    // Both at once is how one answer is smuggled inside another (RFC 9112 section 6.1).
    if (length !== undefined || isOld || encoding.toLowerCase() !== 'chunked')
      throw new InvalidAnswerError('The answer has a transfer encoding that cannot be relied on.');
  }
  // Several lengths, also equal ones, are joined and so none.
  if (length !== undefined && !DIGITS.test(length))
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
function isLastOfItsConnection(framing: BodyFraming, headers: HeaderLines, method: string): boolean {
  if (framing.kind !== 'none') return framing.kind === 'until-close';
  const length = headers.get('content-length');
  return method === 'HEAD' || headers.get('transfer-encoding') !== undefined || (length ?? '0') !== '0';
}

function keptAliveMs(headers: HeaderLines): number | null {
  const connection = headers.get('connection');
  if (connection !== undefined && connection !== 'keep-alive') {
    const options = connection.toLowerCase().split(',');
    if (options.some((option) => option.trim() === 'close')) return 0;
  }
  const hint = headers.get('keep-alive');
  const seconds = hint === undefined ? null : /timeout=(\d{1,7})/i.exec(hint);
  return seconds ? Number(seconds[1]) * 1_000 : null;
}
