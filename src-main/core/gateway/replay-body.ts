/**
 * A request body as the list of chunks it came in. It is never joined and never re-serialised: every
 * attempt sends the same list again.
 */
export interface ReplayBody {
  readonly chunks: readonly Buffer[];
  readonly byteLength: number;
}

export type BodyFailure = 'too-large' | 'aborted';

/** The last `maxBytes` of the body in one piece; copies nothing when they lie in one chunk. */
export function bodyTail(body: ReplayBody, maxBytes: number): Buffer {
  const last = body.chunks.at(-1) ?? Buffer.alloc(0);
  if (last.length >= maxBytes) return last.subarray(last.length - maxBytes);
  if (body.chunks.length <= 1) return last;
  const pieces: Buffer[] = [];
  let missing = maxBytes;
  for (let i = body.chunks.length - 1; i >= 0 && missing > 0; i--) {
    const chunk = body.chunks[i]!;
    const piece = chunk.length > missing ? chunk.subarray(chunk.length - missing) : chunk;
    pieces.unshift(piece);
    missing -= piece.length;
  }
  return Buffer.concat(pieces);
}

/** The body with the bytes from `start` to `end` (exclusive) replaced by `replacement`; every other byte stays. */
export function spliceBody(body: ReplayBody, start: number, end: number, replacement: Buffer): ReplayBody {
  const chunks: Buffer[] = [];
  let offset = 0;
  let placed = false;
  for (const chunk of body.chunks) {
    const from = Math.max(0, start - offset);
    const to = Math.min(chunk.length, end - offset);
    if (from >= chunk.length || to <= 0) {
      chunks.push(chunk);
    } else {
      if (from > 0) chunks.push(chunk.subarray(0, from));
      if (!placed) chunks.push(replacement);
      placed = true;
      if (to < chunk.length) chunks.push(chunk.subarray(to));
    }
    offset += chunk.length;
  }
  return { chunks, byteLength: body.byteLength - (end - start) + replacement.length };
}
