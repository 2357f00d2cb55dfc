/**
 * Looks at the beginning of an answer before it is decided whether the client may have it. What was looked at
 * goes back into the exchange, so that the relay starts at the first byte.
 */
import type { Clock } from '../lib/clock.ts';
import { type ContentDecoder, createContentDecoder, isIdentity } from './content-decoder.ts';
import { type FirstEvent, firstEvent } from './first-event.ts';
import type { UpstreamExchange } from './upstream-exchange.ts';

/** As much of an error answer as a classifier reads, in bytes. */
export const ERROR_PREFIX_BYTES = 64 * 1024;
/** How long the body of an error answer is waited for, in ms. */
const ERROR_BODY_WAIT_MS = 5_000;

/** The first event of a stream; `fine` where the stream cannot be read; null when it broke or ended before any event. */
export async function peekFirstEvent(
  exchange: UpstreamExchange,
  encoding: string | undefined,
): Promise<Exclude<FirstEvent, { kind: 'unknown' }> | null> {
  return isIdentity(encoding) ? peekPlain(exchange) : peekEncoded(exchange, encoding!);
}

async function peekPlain(
  exchange: UpstreamExchange,
): Promise<Exclude<FirstEvent, { kind: 'unknown' }> | null> {
  let seen: Buffer | null = null;
  for (;;) {
    const piece = exchange.take();
    if (piece) seen = seen ? Buffer.concat([seen, piece]) : piece;
    const verdict = seen ? firstEvent(seen) : null;
    if (verdict && verdict.kind !== 'unknown') {
      exchange.unread(seen!);
      return verdict;
    }
    if (exchange.failure) return null;
    if (exchange.ended) {
      if (!seen || isBlank(seen)) return null;
      exchange.unread(seen);
      return { kind: 'fine' };
    }
    await exchange.activity();
  }
}

/** As `peekPlain`, on a decoded copy; the encoded bytes go back as they came. */
async function peekEncoded(
  exchange: UpstreamExchange,
  encoding: string,
): Promise<Exclude<FirstEvent, { kind: 'unknown' }> | null> {
  const encoded: Buffer[] = [];
  let decoded = Buffer.alloc(0);
  let wake: (() => void) | null = null;
  let decoderEnded = false;
  const decoder: ContentDecoder | null = createContentDecoder(
    encoding,
    (chunk) => {
      decoded = Buffer.concat([decoded, chunk]);
      wake?.();
    },
    () => {
      decoderEnded = true;
      wake?.();
    },
  );
  if (!decoder) return { kind: 'fine' };
  try {
    for (;;) {
      const piece = exchange.take();
      if (piece) {
        encoded.push(piece);
        decoder.write(piece);
      }
      const verdict = decoded.length > 0 ? firstEvent(decoded) : null;
      if (verdict && verdict.kind !== 'unknown') return verdict;
      if (exchange.failure) return null;
      if (decoderEnded) return decoded.length === 0 ? null : { kind: 'fine' };
      if (exchange.ended) decoder.end();
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (!exchange.ended) exchange.read(resolve);
      });
      wake = null;
    }
  } finally {
    decoder.destroy();
    if (encoded.length > 0) exchange.unread(Buffer.concat(encoded));
  }
}

/** The beginning of an error answer: at most 64 KiB, or what came within five seconds. */
export async function peekErrorBody(exchange: UpstreamExchange, clock: Clock): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  let late = false;
  let wake: (() => void) | null = null;
  const timer = clock.after(ERROR_BODY_WAIT_MS, () => {
    late = true;
    wake?.();
  });
  while (!exchange.ended && !exchange.failure && !late && length < ERROR_PREFIX_BYTES) {
    await new Promise<void>((resolve) => {
      wake = resolve;
      exchange.read(resolve);
    });
    const piece = exchange.take();
    if (piece) {
      pieces.push(piece);
      length += piece.length;
    }
  }
  timer[Symbol.dispose]();
  const rest = exchange.take();
  if (rest) pieces.push(rest);
  const prefix = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
  if (prefix.length > 0) exchange.unread(prefix);
  return prefix;
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x0a || byte === 0x0d || byte === 0x20);
}
