/** A client's exchange over Node's own server, which speaks all of HTTP. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { frameOf, LAST_CHUNK, SMALL_FRAME_BYTES } from '../gateway/answer-frame.ts';
import type { AnswerStart, ClientExchange } from '../gateway/client-exchange.ts';
import { HeaderLines } from '../gateway/header-lines.ts';
import type { BodyFailure, ReplayBody } from '../gateway/replay-body.ts';

export class NodeExchange implements ClientExchange {
  readonly method: string;
  readonly target: string;
  readonly headers: HeaderLines;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  #isChunked = false;
  #hasWritten = false;
  #onDrain: (() => void) | null = null;

  private constructor(request: IncomingMessage, response: ServerResponse, headers: HeaderLines) {
    this.method = request.method ?? 'GET';
    this.target = request.url ?? '';
    this.headers = headers;
    this.#request = request;
    this.#response = response;
    response.on('drain', () => this.#onDrain?.());
  }

  /** Null where a header has what may not stand in one; Node lets none through. */
  static of(request: IncomingMessage, response: ServerResponse): NodeExchange | null {
    const headers = HeaderLines.of(request.rawHeaders);
    return headers && new NodeExchange(request, response, headers);
  }

  readBody(maxBytes: number): Promise<ReplayBody | BodyFailure> {
    const request = this.#request;
    const announced = Number(request.headers['content-length'] ?? 0);
    if (announced > maxBytes) {
      request.resume();
      return Promise.resolve('too-large');
    }
    return new Promise((resolve) => {
      const chunks: Buffer[] = [];
      let byteLength = 0;
      request.on('data', (chunk: Buffer) => {
        byteLength += chunk.length;
        if (byteLength > maxBytes) {
          // The rest is read and thrown away: a socket closed on unread bytes would be reset before the answer is read.
          chunks.length = 0;
          resolve('too-large');
        } else {
          chunks.push(chunk);
        }
      });
      request.once('end', () => resolve({ chunks, byteLength }));
      request.once('error', () => resolve('aborted'));
      request.once('close', () => resolve('aborted'));
    });
  }

  dropBody(): void {
    this.#request.resume();
  }

  get hasBegun(): boolean {
    return this.#response.headersSent;
  }

  get isGone(): boolean {
    return this.#response.destroyed;
  }

  onGone(hear: () => void): void {
    this.#response.once('close', () => {
      if (!this.#response.writableFinished) hear();
    });
  }

  onDrain(hear: (() => void) | null): void {
    this.#onDrain = hear;
  }

  begin({ status, statusText, headers, isOwn }: AnswerStart): void {
    const response = this.#response;
    response.sendDate = isOwn;
    response.writeHead(status, statusText, HeaderLines.parse(headers)?.list() ?? []);
    this.#isChunked = response.chunkedEncoding;
    // From here on Node passes on what it is given: it would hand the system a list of four buffers for every chunk.
    response.chunkedEncoding = false;
  }

  flushHead(): void {
    this.#response.flushHeaders();
  }

  write(pieces: readonly Buffer[], onWritten?: () => void): { payload: Buffer; hasRoom: boolean } {
    const { frame, payload } = frameOf(pieces, this.#isChunked, false);
    const hasRoom = this.#goesWithHead(frame)
      ? this.#response.write(frame.toString('latin1'), 'latin1', onWritten)
      : this.#response.write(frame, onWritten);
    this.#hasWritten = true;
    return { payload, hasRoom };
  }

  end(pieces: readonly Buffer[]): Buffer | null {
    if (pieces.length === 0) {
      if (this.#isChunked) this.#response.end(LAST_CHUNK, 'latin1');
      else this.#response.end();
      return null;
    }
    const { frame, payload } = frameOf(pieces, this.#isChunked, true);
    if (this.#goesWithHead(frame)) this.#response.end(frame.toString('latin1'), 'latin1');
    else this.#response.end(frame);
    return payload;
  }

  destroy(): void {
    this.#response.destroy();
  }

  /** As a text, Node joins it to the head instead of handing over a list; latin1 is the bytes as they are. */
  #goesWithHead(frame: Buffer): boolean {
    return !this.#hasWritten && frame.length <= SMALL_FRAME_BYTES;
  }
}
