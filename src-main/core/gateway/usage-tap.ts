/**
 * Reads the usage that an upstream reports from a stream's bytes as they pass. It looks, it never changes or
 * holds anything: what is written to it has already been sent. Only the two events that carry usage are ever
 * parsed; everything else costs one native byte search per piece.
 *
 * Usage in `message_delta` is cumulative: each field that is present replaces that of `message_start`.
 */
import type { TokenUsage } from '../../../src-shared/model/request-facts.ts';

/** Longest event kept for a look, in bytes; usage events take about one kilobyte. */
const MAX_EVENT_BYTES = 64 * 1024;
/** Enough of an event's beginning to know its type. */
const TYPE_PREFIX_BYTES = 512;
/** What is more than this is no number of tokens; sums stay exact in a double. */
const MAX_TOKENS = 1e12;
/** What every event of interest has in its first bytes; `message_start`, `message_delta`, `message_stop`. */
const MARK = Buffer.from('message_');
/** An error in mid-stream: the answer is a failure although it began with 200. */
const ERROR_MARK = Buffer.from('event: error');
/** An error is the last that a stream says, so it is looked for in the end of what has come, in bytes. */
const ERROR_TAIL_BYTES = 4 * 1024;

const LF = 0x0a;
const CR = 0x0d;

export interface StreamReport {
  readonly usage: TokenUsage | null;
  /** True once `message_stop` has passed. */
  readonly complete: boolean;
  /** True once an `error` event has passed. */
  readonly errored: boolean;
}

/** Taps one stream of server-sent events. */
export class UsageTap {
  /** Beginning of an event whose end has not come yet. */
  #partial: Buffer | null = null;
  /** True while the rest of an uninteresting event that spans pieces is passed over. */
  #skipping = false;
  #usage: Record<string, unknown> | null = null;
  #complete = false;
  #errored = false;

  /** Looks at the next piece of the stream; pieces may end anywhere. */
  push(piece: Buffer): void {
    let bytes = piece;
    if (this.#partial) {
      bytes = Buffer.concat([this.#partial, piece]);
      this.#partial = null;
    }
    const lastEnd = lastEventEnd(bytes);
    if (lastEnd > 0) {
      const from = this.#skipping ? firstEventEnd(bytes) : 0;
      this.#skipping = false;
      this.#readMarked(bytes.subarray(from, lastEnd));
      const tail = bytes.subarray(Math.max(from, lastEnd - ERROR_TAIL_BYTES), lastEnd);
      if (tail.indexOf(ERROR_MARK) >= 0) this.#errored ||= hasErrorLine(tail);
    }
    this.#keep(lastEnd > 0 ? bytes.subarray(lastEnd) : bytes);
  }

  /** What was reported so far. */
  report(): StreamReport {
    return {
      usage: this.#usage === null ? null : readUsage(this.#usage),
      complete: this.#complete,
      errored: this.#errored,
    };
  }

  #keep(rest: Buffer): void {
    if (rest.length === 0) return;
    if (this.#skipping) {
      // Enough for a blank line that was cut in its middle to be seen with the next piece.
      this.#partial = rest.subarray(-3);
      return;
    }
    const known = rest.length >= TYPE_PREFIX_BYTES;
    const uninteresting = known && !isInteresting(rest.subarray(0, TYPE_PREFIX_BYTES));
    if (uninteresting || rest.length > MAX_EVENT_BYTES) {
      this.#skipping = true;
      this.#partial = rest.subarray(-3);
    } else {
      this.#partial = rest;
    }
  }

  /** Only lines with the mark become text: in a batch of some hundred events they are a handful. */
  #readMarked(events: Buffer): void {
    for (let at = events.indexOf(MARK); at >= 0; ) {
      const start = events.lastIndexOf(LF, at) + 1;
      const lf = events.indexOf(LF, at);
      const end = lf < 0 ? events.length : lf;
      // A stream may also end its lines with CR alone.
      for (const line of events.toString('utf8', start, end).split('\r')) this.#readLine(line);
      at = events.indexOf(MARK, end);
    }
  }

  #readLine(line: string): void {
    if (!line.startsWith('data:') || !line.includes('message_')) return;
    const data = parseObject(line.slice('data:'.length));
    if (data === null) return;
    if (data.type === 'message_start') this.#merge((data.message as Record<string, unknown>)?.usage);
    else if (data.type === 'message_delta') this.#merge(data.usage);
    else if (data.type === 'message_stop') this.#complete = true;
  }

  #merge(usage: unknown): void {
    if (typeof usage !== 'object' || usage === null) return;
    this.#usage = { ...this.#usage, ...reportedNumbers(usage as Record<string, unknown>) };
  }
}

function isInteresting(prefix: Buffer): boolean {
  return prefix.indexOf(MARK) >= 0 || prefix.indexOf(ERROR_MARK) >= 0;
}

/** True where a whole line says so, and not a text that happens to speak of it. */
function hasErrorLine(events: Buffer): boolean {
  return /(?:^|[\r\n])event: error[\r\n]/.test(events.toString('latin1'));
}

/** The usage of a plain answer, or null where the body reports none. */
export function usageOfMessage(body: Buffer): TokenUsage | null {
  if (body.indexOf('"usage"') < 0) return null;
  const usage = parseObject(body.toString('utf8'))?.usage;
  if (typeof usage !== 'object' || usage === null) return null;
  return readUsage(reportedNumbers(usage as Record<string, unknown>));
}

/** The numbers of a usage object, those of its nested `cache_creation` beside the others. */
function reportedNumbers(usage: Record<string, unknown>): Record<string, number> {
  const numbers: Record<string, number> = {};
  for (const fields of [usage, Object(usage.cache_creation) as Record<string, unknown>]) {
    for (const name in fields) {
      const value = fields[name];
      if (typeof value === 'number') numbers[name] = value;
    }
  }
  return numbers;
}

function readUsage(usage: Record<string, unknown>): TokenUsage {
  return {
    inputTokens: count(usage.input_tokens),
    outputTokens: count(usage.output_tokens),
    cacheReadInputTokens: count(usage.cache_read_input_tokens),
    cacheCreationInputTokens: count(usage.cache_creation_input_tokens),
    cacheCreation5mInputTokens: count(usage.ephemeral_5m_input_tokens),
    cacheCreation1hInputTokens: count(usage.ephemeral_1h_input_tokens),
  };
}

function count(value: unknown): number {
  return Number.isInteger(value) && Number(value) > 0 && Number(value) <= MAX_TOKENS ? Number(value) : 0;
}

function parseObject(json: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** Position after the last blank line, or 0 where there is none. */
function lastEventEnd(bytes: Buffer): number {
  for (let at = bytes.lastIndexOf(LF); at > 0; at = bytes.lastIndexOf(LF, at - 1)) {
    if (isBlankLineEnd(bytes, at)) return at + 1;
  }
  return 0;
}

/** Position after the first blank line, or 0 where there is none. */
function firstEventEnd(bytes: Buffer): number {
  for (let at = bytes.indexOf(LF, 1); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    if (isBlankLineEnd(bytes, at)) return at + 1;
  }
  return 0;
}

function isBlankLineEnd(bytes: Buffer, lf: number): boolean {
  return bytes[lf - 1] === LF || (bytes[lf - 1] === CR && bytes[lf - 2] === LF);
}
