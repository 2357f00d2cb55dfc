import { type ReplayBody, spliceBody } from './replay-body.ts';

/**
 * Replaces the value of the top-level `model` member in the body's bytes and nothing else. Only routes that
 * rename come here, so the body may be joined once to find the place. Where `model` stands twice the last one is
 * replaced, which is the one that parsers take. A body without a top-level `model` text comes back as it is.
 */
export function renameModel(body: ReplayBody, model: string): ReplayBody {
  const bytes = body.chunks.length === 1 ? body.chunks[0]! : Buffer.concat(body.chunks);
  const span = locateModel(bytes);
  if (!span) return body;
  return spliceBody(body, span.start, span.end, Buffer.from(JSON.stringify(model), 'utf8'));
}

interface Span {
  readonly start: number;
  readonly end: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Walks the structure, jumping over strings, and remembers the last `model` of depth one whose value is a string. */
function locateModel(bytes: Buffer): Span | null {
  let depth = 0;
  let found: Span | null = null;
  /** True where the next string of depth one is a key and not a value. */
  let expectsKey = false;
  let key: string | null = null;
  for (let at = 0; at < bytes.length; at++) {
    switch (bytes[at]) {
      case QUOTE: {
        const end = stringEnd(bytes, at);
        if (end < 0) return null;
        if (depth === 1 && expectsKey) {
          key = readKey(bytes.subarray(at, end));
          expectsKey = false;
        } else if (depth === 1 && key === 'model') {
          found = { start: at, end };
        }
        at = end - 1;
        break;
      }
      case 0x7b: // {
        depth++;
        expectsKey = depth === 1;
        break;
      case 0x5b: // [
        depth++;
        break;
      case 0x7d: // }
      case 0x5d: // ]
        depth--;
        break;
      case 0x2c: // ,
        if (depth === 1) {
          expectsKey = true;
          key = null;
        }
        break;
    }
  }
  return depth === 0 ? found : null;
}

/** The position after the closing quote of the string that opens at `start`, or -1. */
function stringEnd(bytes: Buffer, start: number): number {
  let at = start;
  for (;;) {
    at = bytes.indexOf(QUOTE, at + 1);
    if (at < 0) return -1;
    let before = at - 1;
    while (bytes[before] === BACKSLASH) before--;
    if ((at - 1 - before) % 2 === 0) return at + 1;
  }
}

function readKey(json: Buffer): string | null {
  try {
    return JSON.parse(json.toString('utf8')) as string;
  } catch {
    return null;
  }
}
