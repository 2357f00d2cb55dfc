/**
 * Recognises the requests that are taken off a socket without Node's parser: those of Claude Code and its like, in the
 * one shape that they all have. Whatever is not exactly that is left to Node, with everything that makes HTTP hard:
 * other methods and versions, transfer codings, upgrades, expectations, repeated and folded headers, heads that come
 * in parts, and all that is no HTTP. So this reader refuses nothing and repairs nothing, and what it takes Node would read in
 * the same way, which tests/property/http/plain-head.test.ts holds it to.
 */
import { HeaderLines, HeaderNames } from '../../gateway/header-lines.ts';

/** The head of a plain request. */
export interface PlainHead {
  readonly method: 'GET' | 'POST';
  readonly target: string;
  readonly headers: HeaderLines;
  /** Length of the head with its blank line, in bytes. */
  readonly length: number;
  readonly bodyLength: number;
}

const HEAD_END = Buffer.from('\r\n\r\n');
const REQUEST_LINE = /^(GET|POST) (\/v1\/[\x21\x22\x24-\x7e]*) HTTP\/1\.1$/;
/** More lines than any client sends; Node leaves some out of a head with thousands. */
const MAX_LINES = 200;
const DIGITS = /^\d{1,15}$/;

/** Headers that change how a message is read, or ask for more than an answer. */
const ELABORATE = [
  'transfer-encoding',
  'upgrade',
  'expect',
  'te',
  'trailer',
  'http2-settings',
  'proxy-connection',
];
/** Headers that something is decided by: what several of them mean is for Node to say. */
const DECISIVE = [
  'host',
  'origin',
  'connection',
  'content-length',
  'authorization',
  'x-api-key',
  'x-rota-key',
];
const NOTEWORTHY = new HeaderNames([...ELABORATE, ...DECISIVE]);

/** The plain request that `bytes` begin with, whose head is at most `maxLength` bytes; null for anything else. */
export function readPlainHead(bytes: Buffer, maxLength: number): PlainHead | null {
  const end = bytes.indexOf(HEAD_END);
  const length = end + HEAD_END.length;
  if (end < 0 || length > maxLength) return null;
  const text = bytes.toString('latin1', 0, end + 2);
  const lineEnd = text.indexOf('\r\n');
  const line = REQUEST_LINE.exec(text.slice(0, lineEnd));
  if (!line) return null;
  const headers = HeaderLines.read(bytes, text, lineEnd + 2, end + 2);
  if (!headers || headers.count > MAX_LINES || isElaborate(headers)) return null;
  const method = line[1] as PlainHead['method'];
  const bodyLength = bodyLengthOf(method, headers.get('content-length'));
  return bodyLength === null ? null : { method, target: line[2]!, headers, length, bodyLength };
}

function isElaborate(headers: HeaderLines): boolean {
  let seen = 0;
  for (let line = 0; line < headers.count; line++) {
    const which = headers.indexIn(NOTEWORTHY, line);
    if (which < 0) continue;
    if (which < ELABORATE.length || (seen & (1 << which)) !== 0) return true;
    seen |= 1 << which;
  }
  return headers.get('host') === undefined || (headers.get('connection') ?? 'keep-alive') !== 'keep-alive';
}

/** Null where a body is announced that should not be there, or none where one is expected. */
function bodyLengthOf(method: PlainHead['method'], announced: string | undefined): number | null {
  if (method === 'GET') return announced === undefined ? 0 : null;
  return announced !== undefined && DIGITS.test(announced) ? Number(announced) : null;
}
