/**
 * The upstream: a process of its own that answers over raw sockets with prebuilt bytes, so that it costs
 * as little as possible of the machine it shares with the subject. It reads only what it must: the answer
 * asked for, and the body by its Content-Length. A request that it cannot follow closes the socket.
 */
import { createServer, type Socket } from 'node:net';
import {
  ANSWER_HEADER,
  type AnswerPlan,
  chunkOf,
  jsonResponse,
  LAST_CHUNK,
  parsePlan,
  STREAM_HEAD,
  streamEvents,
  TIMESTAMP_DIGITS,
  timestampOffset,
} from './vendor-answer.ts';

/** Tells the orchestrator where the upstream listens. */
export interface UpstreamReady {
  readonly kind: 'ready';
  readonly port: number;
}

/** What the upstream saw since the last question. */
export interface UpstreamSeen {
  readonly kind: 'seen';
  readonly requests: number;
  readonly peakOpenStreams: number;
}

interface PreparedStream {
  /** What each write to the socket carries: one or more chunks, with an event in each. */
  readonly writes: readonly Buffer[];
  /** Per write, where its timestamp stands, or -1. */
  readonly timestampOffsets: readonly number[];
  /** 0 for a stream that is as fast as possible. */
  readonly gapMs: number;
}

const HEAD_END = '\r\n\r\n';
const MAX_HEAD_BYTES = 16 * 1024;
const CONTENT_LENGTH = /\r\ncontent-length: *(\d+)/i;
const ANSWER = new RegExp(`\\r\\n${ANSWER_HEADER}: *([^\\r]+)`, 'i');

class Upstream {
  readonly #jsonBySize = new Map<number, Buffer>();
  readonly #streamsByPlan = new Map<string, PreparedStream>();
  /** Streams without pacing; each turn of the event loop writes once to every one of them. */
  readonly #fastStreams = new Set<() => boolean>();
  #requests = 0;
  #openStreams = 0;
  #peakOpenStreams = 0;

  answer(socket: Socket, planText: string, receivedBytes: number): void {
    this.#requests++;
    const plan = parsePlan(planText);
    if (plan.kind === 'json') socket.write(this.#jsonFor(receivedBytes));
    else this.#stream(socket, this.#preparedStream(planText, plan));
  }

  seen(): UpstreamSeen {
    const seen: UpstreamSeen = {
      kind: 'seen',
      requests: this.#requests,
      peakOpenStreams: this.#peakOpenStreams,
    };
    this.#requests = 0;
    this.#peakOpenStreams = this.#openStreams;
    return seen;
  }

  #jsonFor(receivedBytes: number): Buffer {
    const known = this.#jsonBySize.get(receivedBytes);
    if (known) return known;
    const made = jsonResponse(receivedBytes);
    this.#jsonBySize.set(receivedBytes, made);
    return made;
  }

  #preparedStream(planText: string, plan: Exclude<AnswerPlan, { kind: 'json' }>): PreparedStream {
    const known = this.#streamsByPlan.get(planText);
    if (known) return known;
    const made = prepareStream(plan);
    this.#streamsByPlan.set(planText, made);
    return made;
  }

  #stream(socket: Socket, stream: PreparedStream): void {
    this.#openStreams++;
    this.#peakOpenStreams = Math.max(this.#peakOpenStreams, this.#openStreams);
    let isOpen = true;
    let next = 0;
    const close = () => {
      if (!isOpen) return;
      isOpen = false;
      this.#openStreams--;
      socket.off('close', close);
    };
    /** Writes once and says whether more is to come. */
    const step = (): boolean => {
      if (!isOpen) return false;
      const bytes = stream.writes[next]!;
      const offset = stream.timestampOffsets[next]!;
      socket.write(offset < 0 ? bytes : stamped(bytes, offset));
      next++;
      if (next < stream.writes.length) return true;
      socket.write(LAST_CHUNK);
      close();
      return false;
    };
    socket.once('close', close);
    socket.write(STREAM_HEAD);
    if (!step()) return;
    if (stream.gapMs === 0) this.#addFastStream(step);
    else startPacing(step, stream.gapMs);
  }

  #addFastStream(step: () => boolean): void {
    if (this.#fastStreams.size === 0) setImmediate(this.#writeFastStreams);
    this.#fastStreams.add(step);
  }

  readonly #writeFastStreams = (): void => {
    for (const step of this.#fastStreams) if (!step()) this.#fastStreams.delete(step);
    if (this.#fastStreams.size > 0) setImmediate(this.#writeFastStreams);
  };
}

function prepareStream(plan: Exclude<AnswerPlan, { kind: 'json' }>): PreparedStream {
  const chunks = streamEvents(plan.events).map(chunkOf);
  if (plan.kind === 'paced-stream') {
    return { writes: chunks, timestampOffsets: chunks.map(timestampOffset), gapMs: plan.gapMs };
  }
  const writes: Buffer[] = [];
  for (let from = 0; from < chunks.length; from += plan.eventsPerWrite) {
    writes.push(Buffer.concat(chunks.slice(from, from + plan.eventsPerWrite)));
  }
  return { writes, timestampOffsets: writes.map(() => -1), gapMs: 0 };
}

function startPacing(step: () => boolean, gapMs: number): void {
  const timer = setInterval(() => {
    if (!step()) clearInterval(timer);
  }, gapMs);
}

function stamped(chunk: Buffer, offset: number): Buffer {
  const copy = Buffer.from(chunk);
  copy.write(process.hrtime.bigint().toString().padStart(TIMESTAMP_DIGITS, '0'), offset, 'latin1');
  return copy;
}

/** Follows the requests on one keep-alive connection. */
function serve(upstream: Upstream, socket: Socket): void {
  let head = Buffer.alloc(0);
  let plan: string | null = null;
  let bodyBytes = 0;
  let bodyLeft = 0;
  const finish = () => {
    upstream.answer(socket, plan!, bodyBytes);
    plan = null;
  };
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('data', (data) => {
    let rest = data;
    if (plan === null) {
      if (head.length > 0) rest = Buffer.concat([head, data]);
      const end = rest.indexOf(HEAD_END);
      if (end < 0) {
        if (rest.length > MAX_HEAD_BYTES) socket.destroy();
        head = Buffer.from(rest);
        return;
      }
      const text = rest.toString('latin1', 0, end);
      head = Buffer.alloc(0);
      const length = CONTENT_LENGTH.exec(text);
      const answer = ANSWER.exec(text);
      if (!text.startsWith('POST /v1/messages') || !length || !answer) {
        socket.destroy();
        return;
      }
      plan = answer[1]!;
      bodyBytes = bodyLeft = Number(length[1]);
      rest = rest.subarray(end + HEAD_END.length);
    }
    bodyLeft -= rest.length;
    if (bodyLeft < 0) socket.destroy();
    else if (bodyLeft === 0) finish();
  });
}

const upstream = new Upstream();
const server = createServer((socket) => serve(upstream, socket));
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The upstream has no port.');
  process.send?.({ kind: 'ready', port: address.port } satisfies UpstreamReady);
});
process.on('message', () => process.send?.(upstream.seen()));
process.on('disconnect', () => process.exit());
