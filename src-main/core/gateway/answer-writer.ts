/**
 * Writes the body of an answer to the client, each batch of pieces with one call. Node would give the system a list of
 * four buffers for every chunk; here chunks are framed while the pieces are joined, which has to be done anyway.
 */
import type { ServerResponse } from 'node:http';

/** Up to this size the beginning of an answer is sent together with its head as one text, in bytes. */
const SMALL_FRAME_BYTES = 16 * 1024;

const CRLF = '\r\n';
const LAST_CHUNK = '0\r\n\r\n';

export class AnswerWriter {
  readonly #response: ServerResponse;
  /** True where the answer has no length, so that chunks say where it ends. */
  readonly #isChunked: boolean;
  #hasBegun = false;

  /** Takes over a response whose head is written and nothing of its body. */
  constructor(response: ServerResponse) {
    this.#response = response;
    this.#isChunked = response.chunkedEncoding;
    // From here on Node passes on what it is given.
    response.chunkedEncoding = false;
  }

  /** Writes some pieces. `payload` is them in one; false where the client has to be waited for. */
  write(pieces: readonly Buffer[], onWritten?: () => void): { payload: Buffer; hasRoom: boolean } {
    const { frame, payload } = this.#framed(pieces, '');
    const hasRoom = this.#goesWithHead(frame)
      ? this.#response.write(frame.toString('latin1'), 'latin1', onWritten)
      : this.#response.write(frame, onWritten);
    this.#hasBegun = true;
    return { payload, hasRoom };
  }

  /** Writes the last pieces, if any, and the end. Returns them in one. */
  end(pieces: readonly Buffer[]): Buffer | null {
    if (pieces.length === 0) {
      if (this.#isChunked) this.#response.end(LAST_CHUNK, 'latin1');
      else this.#response.end();
      return null;
    }
    const { frame, payload } = this.#framed(pieces, this.#isChunked ? LAST_CHUNK : '');
    if (this.#goesWithHead(frame)) this.#response.end(frame.toString('latin1'), 'latin1');
    else this.#response.end(frame);
    return payload;
  }

  /** As a text, Node joins it to the head instead of handing over a list; latin1 is the bytes as they are. */
  #goesWithHead(frame: Buffer): boolean {
    return !this.#hasBegun && frame.length <= SMALL_FRAME_BYTES;
  }

  #framed(pieces: readonly Buffer[], behind: string): { frame: Buffer; payload: Buffer } {
    if (!this.#isChunked) {
      const payload = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
      return { frame: payload, payload };
    }
    const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
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
}
