/**
 * Reads the usage out of a relayed answer, whatever its form: a stream or a plain message, encoded or not.
 * It only ever sees copies of references to bytes that are already on their way to the client.
 */
import type { TokenUsage } from '../../../src-shared/model/request-facts.ts';
import { type ContentDecoder, createContentDecoder, decodePrefix, isIdentity } from './content-decoder.ts';
import type { AnswerReader } from './relay.ts';
import { UsageTap, usageOfMessage } from './usage-tap.ts';

/** A plain answer longer than this is relayed without its usage being read, in bytes. */
const MAX_PLAIN_ANSWER_BYTES = 4 * 1024 * 1024;
/** A plain answer up to this size may be kept until its usage is wanted, in bytes. */
const MAX_KEPT_BYTES = 16 * 1024;

export interface AnswerReport {
  /** What the answer used, or null where it does not say. Reads it out of the answer, which may wait until it is wanted. */
  readonly usage: () => TokenUsage | null;
  /** True when the answer was whole: a stream that said `message_stop`, or a plain answer to its end. */
  readonly complete: boolean;
  /** True when an error came in mid-stream. */
  readonly errored: boolean;
}

export interface ReportingReader extends AnswerReader {
  /** No more pieces come. Resolves once everything has been read. */
  finish(): AnswerReport | Promise<AnswerReport>;
}

/** A reader for an answer with these headers, or null where there is nothing to read. */
export function createAnswerReader(
  contentType: string | undefined,
  encoding: string | undefined,
): ReportingReader | null {
  if (contentType === undefined) return null;
  if (isEventStream(contentType)) {
    return isIdentity(encoding) ? new StreamReader() : new EncodedStreamReader(encoding!);
  }
  return contentType.includes('json') ? new PlainReader(encoding) : null;
}

/** True for the media type of server-sent events. */
export function isEventStream(contentType: string | undefined): boolean {
  return contentType !== undefined && /^\s*text\/event-stream\b/i.test(contentType);
}

class StreamReader implements ReportingReader {
  readonly #tap = new UsageTap();

  push(piece: Buffer): void {
    this.#tap.push(piece);
  }

  finish(): AnswerReport {
    return reportOf(this.#tap);
  }
}

function reportOf(tap: UsageTap): AnswerReport {
  const { usage, complete, errored } = tap.report();
  return { usage: () => usage, complete, errored };
}

/** As `StreamReader`, on a decoded copy. */
class EncodedStreamReader implements ReportingReader {
  readonly #tap = new UsageTap();
  readonly #ended: Promise<void>;
  readonly #decoder: ContentDecoder | null;

  constructor(encoding: string) {
    let onEnd = () => {};
    this.#ended = new Promise<void>((resolve) => {
      onEnd = resolve;
    });
    this.#decoder = createContentDecoder(encoding, (chunk) => this.#tap.push(chunk), onEnd);
    if (!this.#decoder) onEnd();
  }

  push(piece: Buffer): void {
    this.#decoder?.write(piece);
  }

  async finish(): Promise<AnswerReport> {
    this.#decoder?.end();
    await this.#ended;
    return reportOf(this.#tap);
  }
}

class PlainReader implements ReportingReader {
  readonly #encoding: string | undefined;
  #pieces: Buffer[] = [];
  #length = 0;

  constructor(encoding: string | undefined) {
    this.#encoding = encoding;
  }

  push(piece: Buffer): void {
    this.#length += piece.length;
    if (this.#length > MAX_PLAIN_ANSWER_BYTES) this.#pieces = [];
    else this.#pieces.push(piece);
  }

  finish(): AnswerReport {
    const read = () => {
      const body = decodePrefix(this.#encoding, Buffer.concat(this.#pieces));
      return body ? usageOfMessage(body) : null;
    };
    if (this.#length <= MAX_KEPT_BYTES) return { usage: read, complete: true, errored: false };
    const usage = read();
    return { usage: () => usage, complete: true, errored: false };
  }
}
