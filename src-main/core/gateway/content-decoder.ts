/**
 * Decoded copies of encoded answers, for the eyes of peek, tap and classifier only. The encoded bytes are what
 * the client gets.
 */
import {
  brotliDecompressSync,
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createZstdDecompress,
  gunzipSync,
  inflateSync,
  zstdDecompressSync,
} from 'node:zlib';

/** Largest decoded copy made in one go, in bytes; what unfolds to more is left unread. */
const MAX_DECODED_BYTES = 1024 * 1024;

export interface ContentDecoder {
  /** Decodes one more piece; `onData` hears what came of it, later. */
  write(chunk: Buffer): void;
  /** No more pieces; `onEnd` is called once everything is decoded or the data proved to be broken. */
  end(): void;
  destroy(): void;
}

/** True where the answer can be read as it is. */
export function isIdentity(encoding: string | undefined): boolean {
  return encoding === undefined || encoding === '' || encoding.toLowerCase() === 'identity';
}

/** A streaming decoder, or null for an encoding that is not known (the answer is then relayed unread). */
export function createContentDecoder(
  encoding: string,
  onData: (chunk: Buffer) => void,
  onEnd: () => void,
): ContentDecoder | null {
  const stream = openStream(encoding.trim().toLowerCase());
  if (!stream) return null;
  let ended = false;
  const endOnce = () => {
    if (!ended) onEnd();
    ended = true;
  };
  stream.on('data', onData);
  stream.once('end', endOnce);
  stream.once('error', endOnce);
  return {
    write: (chunk) => void (ended || stream.write(chunk)),
    end: () => void stream.end(),
    destroy: () => void stream.destroy(),
  };
}

function openStream(encoding: string) {
  const flush = { flush: constants.Z_SYNC_FLUSH };
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip(flush);
    case 'deflate':
      return createInflate(flush);
    case 'br':
      return createBrotliDecompress({ flush: constants.BROTLI_OPERATION_FLUSH });
    case 'zstd':
      return createZstdDecompress({ flush: constants.ZSTD_e_flush });
    default:
      return null;
  }
}

/** The decoded form of a whole or cut answer, at most 1 MiB; null where it cannot be read. */
export function decodePrefix(encoding: string | undefined, bytes: Buffer): Buffer | null {
  if (isIdentity(encoding)) return bytes;
  const limit = { maxOutputLength: MAX_DECODED_BYTES };
  try {
    switch (encoding!.trim().toLowerCase()) {
      case 'gzip':
      case 'x-gzip':
        return gunzipSync(bytes, { ...limit, finishFlush: constants.Z_SYNC_FLUSH });
      case 'deflate':
        return inflateSync(bytes, { ...limit, finishFlush: constants.Z_SYNC_FLUSH });
      case 'br':
        return brotliDecompressSync(bytes, { ...limit, finishFlush: constants.BROTLI_OPERATION_FLUSH });
      case 'zstd':
        return zstdDecompressSync(bytes, { ...limit, finishFlush: constants.ZSTD_e_flush });
      default:
        return null;
    }
  } catch {
    return null;
  }
}
