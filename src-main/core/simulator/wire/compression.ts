import { constants, createBrotliCompress, createDeflate, createGzip, createZstdCompress } from 'node:zlib';
import { assertNever } from '../../../../src-shared/lib/assert-never.ts';

/** A content coding (RFC 9110 section 8.4.1) for answers. */
export type Compression = 'gzip' | 'br' | 'deflate' | 'zstd';

/** Compresses a body piece by piece; each call returns bytes from which everything so far can be decoded. */
export interface Compressor {
  compress(text: string): Promise<Buffer>;
  /** The closing bytes. */
  finish(): Promise<Buffer>;
}

/** A compressor for one body. */
export function createCompressor(compression: Compression): Compressor {
  const { stream, flushKind } = open(compression);
  // Read all the time: a full read buffer would keep the write from ever being done.
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => void chunks.push(chunk));
  const take = (): Buffer => Buffer.concat(chunks.splice(0));
  return {
    compress: (text) =>
      new Promise((resolve, reject) => {
        stream.once('error', reject);
        stream.write(text);
        stream.flush(flushKind, () => {
          stream.off('error', reject);
          resolve(take());
        });
      }),
    finish: () =>
      new Promise((resolve, reject) => {
        stream.once('error', reject);
        stream.once('end', () => resolve(take()));
        stream.end();
      }),
  };
}

function open(compression: Compression) {
  switch (compression) {
    case 'gzip':
      return { stream: createGzip(), flushKind: constants.Z_SYNC_FLUSH };
    case 'deflate':
      return { stream: createDeflate(), flushKind: constants.Z_SYNC_FLUSH };
    case 'br':
      return { stream: createBrotliCompress(), flushKind: constants.BROTLI_OPERATION_FLUSH };
    case 'zstd':
      return { stream: createZstdCompress(), flushKind: constants.ZSTD_e_flush };
    default:
      return assertNever(compression);
  }
}
