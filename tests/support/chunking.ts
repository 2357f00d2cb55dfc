import fc from 'fast-check';

/** Cuts `bytes` into pieces whose sizes are drawn by fast-check; the pieces together are the bytes. */
export function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const pieces: Buffer[] = [];
  let at = 0;
  for (const size of sizes) {
    if (at >= bytes.length) break;
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  if (at < bytes.length) pieces.push(bytes.subarray(at));
  return pieces;
}

/** Sizes of pieces from single bytes to more than a socket read. */
export const pieceSizes = fc.array(
  fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 70_000 })),
  { maxLength: 60 },
);

/** A replay body made of pieces. */
export function bodyOf(bytes: Buffer, sizes: readonly number[] = []) {
  return { chunks: cut(bytes, sizes), byteLength: bytes.length };
}
