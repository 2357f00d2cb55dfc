/**
 * The payload a connection must receive, known in advance: every byte is compared, and events are counted
 * where they end. Paced events carry a timestamp, which is read instead of compared.
 */
import {
  type AnswerPlan,
  jsonAnswer,
  streamEvents,
  TIMESTAMP_DIGITS,
  timestampOffset,
} from './vendor-answer.ts';

export interface ExpectedPayload {
  readonly bytes: Buffer;
  /** Offset behind each event, ascending; empty for an answer that is no stream. */
  readonly eventEnds: readonly number[];
  /** Offset of each event's timestamp, or -1; parallel to `eventEnds`. */
  readonly timestampStarts: readonly number[];
  readonly hasTimestamps: boolean;
}

/** What the answer to a request of `bodyBytes` bytes must be. */
export function expectedPayload(plan: AnswerPlan, bodyBytes: number): ExpectedPayload {
  if (plan.kind === 'json') {
    return { bytes: jsonAnswer(bodyBytes), eventEnds: [], timestampStarts: [], hasTimestamps: false };
  }
  const events = streamEvents(plan.events);
  const eventEnds: number[] = [];
  const timestampStarts: number[] = [];
  let end = 0;
  for (const event of events) {
    const offset = timestampOffset(event);
    timestampStarts.push(offset < 0 ? -1 : end + offset);
    end += event.length;
    eventEnds.push(end);
  }
  return {
    bytes: Buffer.concat(events),
    eventEnds,
    timestampStarts,
    hasTimestamps: plan.kind === 'paced-stream',
  };
}

/** Follows one answer after another and checks it as it comes. */
export class PayloadCheck {
  readonly #onDelay: (delayMs: number) => void;
  readonly #now: () => number;
  #expected: ExpectedPayload;
  #received = 0;
  #events = 0;
  /** The paced answer so far, for timestamps that arrive in pieces. */
  #copy: Buffer | null = null;

  /** `now` is the monotonic clock in ms; `onDelay` hears how long each paced event was under way, in ms. */
  constructor(expected: ExpectedPayload, now: () => number, onDelay: (delayMs: number) => void) {
    this.#expected = expected;
    this.#now = now;
    this.#onDelay = onDelay;
  }

  /** Begins anew with the payload expected next. */
  expect(expected: ExpectedPayload): void {
    this.#expected = expected;
    this.#received = 0;
    this.#events = 0;
  }

  get isComplete(): boolean {
    return this.#received === this.#expected.bytes.length;
  }

  /** Takes `buffer[start, end)` and returns how many events it completed; throws where a byte is wrong. */
  take(buffer: Buffer, start: number, end: number): number {
    const { bytes, eventEnds, hasTimestamps } = this.#expected;
    const from = this.#received;
    const to = from + end - start;
    if (to > bytes.length) throw new Error(`The answer is longer than ${bytes.length} bytes.`);
    if (hasTimestamps) this.#keep(buffer, start, end);
    else if (bytes.compare(buffer, start, end, from, to) !== 0) {
      throw new Error(`The answer differs from the upstream's between bytes ${from} and ${to}.`);
    }
    this.#received = to;
    const before = this.#events;
    while (this.#events < eventEnds.length && eventEnds[this.#events]! <= to) this.#events++;
    if (hasTimestamps && this.#events > before) this.#reportDelays(before, this.#events);
    return this.#events - before;
  }

  #keep(buffer: Buffer, start: number, end: number): void {
    this.#copy ??= Buffer.alloc(this.#expected.bytes.length);
    buffer.copy(this.#copy, this.#received, start, end);
  }

  #reportDelays(first: number, behindLast: number): void {
    const now = this.#now();
    for (let event = first; event < behindLast; event++) {
      const start = this.#expected.timestampStarts[event]!;
      if (start < 0) continue;
      const sentNs = Number(this.#copy!.toString('latin1', start, start + TIMESTAMP_DIGITS));
      const delayMs = now - sentNs / 1e6;
      if (!(delayMs >= 0)) throw new Error('An event carries no valid timestamp.');
      this.#onDelay(delayMs);
    }
  }
}
