/** The pieces of an answer's body as they go over the wire: framed while they are joined, which has to be done anyway. */

/** Up to this size the beginning of an answer is sent together with its head as one text, in bytes. */
export const SMALL_FRAME_BYTES = 16 * 1024;
/** The chunk that says that a body is over. */
export const LAST_CHUNK = '0\r\n\r\n';

const CRLF = '\r\n';

/** What is written, and the body's bytes in it. */
export interface AnswerFrame {
  readonly frame: Buffer;
  readonly payload: Buffer;
}

/** Joins at least one piece; where `isChunked`, as one chunk, and with the last one behind it where `isLast`. */
export function frameOf(pieces: readonly Buffer[], isChunked: boolean, isLast: boolean): AnswerFrame {
  if (!isChunked) {
    const payload = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
    return { frame: payload, payload };
  }
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const behind = isLast ? LAST_CHUNK : '';
  // A chunk of no bytes would be the last one.
  const before = length === 0 ? '' : length.toString(16) + CRLF;
  const after = length === 0 ? behind : CRLF + behind;
  const frame = Buffer.allocUnsafe(before.length + length + after.length);
  let at = frame.write(before, 'latin1');
  const start = at;
  for (const piece of pieces) at += piece.copy(frame, at);
  frame.write(after, at, 'latin1');
  return { frame, payload: frame.subarray(start, at) };
}
