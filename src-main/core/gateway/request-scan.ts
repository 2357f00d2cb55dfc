/**
 * Reads the three things that routing needs from a request body without touching the body: the model, whether
 * a stream is asked for, and the session. Claude Code writes `model` first and `metadata` and `stream` near
 * the end, so a large body is looked at from both ends only; whatever does not look like that is parsed whole.
 *
 * Going backwards works because in valid JSON a backslash stands only inside a string: a quote is a delimiter
 * iff an even number of backslashes stands before it, seen from either side.
 *
 * A key that stands twice: `JSON.parse` takes the last one. So does the scan within what it looks at; a
 * second `model` in the unread middle of a large body is not seen. It decides nothing but who is asked first.
 */
import { bodyTail, type ReplayBody } from './replay-body.ts';

export interface RequestScan {
  readonly model: string | null;
  readonly stream: boolean;
  /** From `metadata.user_id`, which Claude Code fills with a JSON text that has a `session_id`. */
  readonly sessionId: string | null;
}

/** Of a request whose body has not been read. */
export const NO_SCAN: RequestScan = { model: null, stream: false, sessionId: null };

/** Up to this many bytes `JSON.parse` of the whole body is cheaper than being clever. */
const SMALL_BODY_BYTES = 4_096;
/** How far into a large body the first member may reach. */
const HEAD_BYTES = 512;
/** How much of the end of a large body is looked at; Claude Code's last members take some 600 bytes. */
const TAIL_BYTES = 8_192;
/** Longest model name or session id taken seriously, in characters. */
const MAX_NAME_LENGTH = 256;

const NOTHING: RequestScan = { model: null, stream: false, sessionId: null };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** What the body asks for; a body that is not a JSON object asks for nothing. */
export function scanRequest(body: ReplayBody): RequestScan {
  if (body.byteLength === 0) return NOTHING;
  if (body.byteLength > SMALL_BODY_BYTES) {
    const scan = scanBothEnds(body);
    if (scan) return scan;
  }
  return scanParsed(body);
}

function scanParsed(body: ReplayBody): RequestScan {
  let parsed: unknown;
  try {
    const bytes = body.chunks.length === 1 ? body.chunks[0]! : Buffer.concat(body.chunks);
    parsed = JSON.parse(bytes.toString('utf8'));
  } catch {
    return NOTHING;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return NOTHING;
  const { model, stream, metadata } = parsed as Record<string, unknown>;
  return { model: nameOf(model), stream: stream === true, sessionId: sessionOf(metadata) };
}

/** The answer from the first member and the last ones, or null where the body is not in Claude Code's shape. */
function scanBothEnds(body: ReplayBody): RequestScan | null {
  const model = firstMemberModel(body.chunks[0]!.subarray(0, HEAD_BYTES));
  if (model === undefined) return null;
  const members = lastMembers(bodyTail(body, TAIL_BYTES));
  if (!members?.has('stream') || !members.has('metadata')) return null;
  return {
    model: members.has('model') ? nameOf(members.get('model')) : model,
    stream: members.get('stream') === true,
    sessionId: sessionOf(members.get('metadata')),
  };
}

/** The value of `model` when the body begins with it; undefined where it begins otherwise. */
function firstMemberModel(head: Buffer): string | null | undefined {
  const match = /^\s*\{\s*"model"\s*:\s*("(?:[^"\\]|\\.)*")\s*,/.exec(head.toString('latin1'));
  if (!match) return undefined;
  // latin1 keeps one character per byte; the value itself is UTF-8.
  return nameOf(parseOrUndefined(Buffer.from(match[1]!, 'latin1')));
}

/**
 * The top-level members at the end of the object, read backwards until a value does not begin within `tail`.
 * The later of two members with one name wins. Null where the end is not the end of a JSON object.
 */
function lastMembers(tail: Buffer): Map<string, unknown> | null {
  let at = skipSpaceBack(tail, tail.length - 1);
  if (tail[at] !== CLOSE_BRACE) return null;
  const members = new Map<string, unknown>();
  at = skipSpaceBack(tail, at - 1);
  for (;;) {
    const valueStart = valueStartBack(tail, at);
    if (valueStart < 0) return members;
    const colon = skipSpaceBack(tail, valueStart - 1);
    if (tail[colon] !== COLON) return members;
    const keyEnd = skipSpaceBack(tail, colon - 1);
    const keyStart = tail[keyEnd] === QUOTE ? stringStartBack(tail, keyEnd) : -1;
    if (keyStart < 0) return members;
    const key = parseOrUndefined(tail.subarray(keyStart, keyEnd + 1));
    if (typeof key !== 'string') return members;
    if (isWanted(key) && !members.has(key)) {
      const value = parseOrUndefined(tail.subarray(valueStart, at + 1));
      if (value === undefined) return null;
      members.set(key, value);
    }
    const comma = skipSpaceBack(tail, keyStart - 1);
    if (tail[comma] !== COMMA) return members;
    at = skipSpaceBack(tail, comma - 1);
  }
}

function isWanted(key: string): boolean {
  return key === 'model' || key === 'stream' || key === 'metadata';
}

/** Where the JSON value that ends at `end` begins, or -1 when that is before the buffer. */
function valueStartBack(bytes: Buffer, end: number): number {
  const last = bytes[end];
  if (last === QUOTE) return stringStartBack(bytes, end);
  if (last !== CLOSE_BRACE && last !== CLOSE_BRACKET) return literalStartBack(bytes, end);
  let depth = 0;
  for (let at = end; at >= 0; at--) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      at = stringStartBack(bytes, at);
      if (at < 0) return -1;
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      depth++;
    } else if ((byte === OPEN_BRACE || byte === OPEN_BRACKET) && --depth === 0) {
      return at;
    }
  }
  return -1;
}

function stringStartBack(bytes: Buffer, closingQuote: number): number {
  for (let at = closingQuote - 1; at >= 0; at--) {
    at = bytes.lastIndexOf(QUOTE, at);
    if (at < 0) return -1;
    let before = at - 1;
    while (before >= 0 && bytes[before] === BACKSLASH) before--;
    if (before < 0) return -1;
    if ((at - 1 - before) % 2 === 0) return at;
  }
  return -1;
}

function literalStartBack(bytes: Buffer, end: number): number {
  let at = end;
  while (at >= 0 && isLiteralByte(bytes[at]!)) at--;
  return at < 0 || at === end ? -1 : at + 1;
}

/** Letters, digits and the signs of `true`, `false`, `null` and numbers. */
function isLiteralByte(byte: number): boolean {
  return (
    (byte >= 0x61 && byte <= 0x7a) ||
    (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x2d ||
    byte === 0x2b ||
    byte === 0x2e ||
    byte === 0x45
  );
}

function skipSpaceBack(bytes: Buffer, from: number): number {
  let at = from;
  while (at >= 0 && (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09))
    at--;
  return at;
}

function parseOrUndefined(json: Buffer): unknown {
  try {
    return JSON.parse(json.toString('utf8'));
  } catch {
    return undefined;
  }
}

function nameOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' && value.length <= MAX_NAME_LENGTH ? value : null;
}

function sessionOf(metadata: unknown): string | null {
  if (typeof metadata !== 'object' || metadata === null) return null;
  const userId = (metadata as Record<string, unknown>).user_id;
  if (typeof userId !== 'string' || !userId.startsWith('{')) return null;
  try {
    const parsed: unknown = JSON.parse(userId);
    return typeof parsed === 'object' && parsed !== null
      ? nameOf((parsed as Record<string, unknown>).session_id)
      : null;
  } catch {
    return null;
  }
}
