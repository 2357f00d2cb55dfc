/**
 * One stretch of load, as a closed loop: every connection sends its next request when the last answer is
 * complete. Answers are checked byte for byte while they come.
 */
import { percentileOfSorted } from './arithmetic.ts';
import { buildBody, buildHead, sessionIdOf } from './claude-request.ts';
import { type ExpectedPayload, expectedPayload } from './expected-payload.ts';
import { Connection, type Exchange } from './load-connection.ts';
import type { LoadJob, LoadResult, Quantiles } from './load-job.ts';
import { cpuMs, machineTime } from './proc.ts';
import { ANSWER_HEADER, formatPlan } from './vendor-answer.ts';

/** A stretch in which nothing arrives for so long has failed. */
const SILENCE_LIMIT_MS = 20_000;
/** As much as Node itself reads at once. */
const READ_BUFFER_BYTES = 64 * 1024;

type Phase = 'warming-up' | 'measuring' | 'draining';

interface Reading {
  readonly at: number;
  readonly subject: number;
  readonly load: number;
  readonly upstream: number;
  readonly machineBusy: number;
  readonly stolen: number;
}

/** Milliseconds of the machine's monotonic clock, the same for every process. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

export class LoadRun {
  readonly #job: LoadJob;
  readonly #exchanges: readonly (readonly Exchange[])[];
  readonly #readBuffer = Buffer.allocUnsafe(READ_BUFFER_BYTES);
  readonly #firstByteMs: number[] = [];
  readonly #eventDelayMs: number[] = [];
  readonly #spans: [number, number][] = [];
  #phase: Phase;
  #sent = 0;
  #requests = 0;
  #events = 0;
  #failures = 0;
  #firstFailure: string | null = null;
  #progressAt = performance.now();

  constructor(job: LoadJob) {
    this.#job = job;
    this.#phase = job.until.kind === 'time' ? 'warming-up' : 'measuring';
    this.#exchanges = prepareExchanges(job);
  }

  /** Resolves when the last connection is closed; failures of the subject are part of the result. */
  async run(): Promise<LoadResult> {
    const { until } = this.#job;
    let begin = this.#read();
    let end: Reading | null = null;
    let timer: NodeJS.Timeout | undefined;
    if (until.kind === 'time') {
      const stopMeasuring = () => {
        end = this.#read();
        this.#phase = 'draining';
      };
      const startMeasuring = () => {
        timer = setTimeout(stopMeasuring, until.measureMs);
        this.#phase = 'measuring';
        begin = this.#read();
      };
      timer = setTimeout(startMeasuring, until.warmUpMs);
    }
    const connections = this.#exchanges.map((exchanges, index) => this.#connect(exchanges, index));
    const watchdog = setInterval(() => {
      if (performance.now() - this.#progressAt < SILENCE_LIMIT_MS) return;
      for (const { connection } of connections) connection.fail(`no byte for ${SILENCE_LIMIT_MS / 1000} s`);
    }, 1000);
    await Promise.all(connections.map(({ closed }) => closed));
    clearInterval(watchdog);
    clearTimeout(timer);
    return this.#result(begin, end ?? this.#read());
  }

  #connect(exchanges: readonly Exchange[], index: number) {
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    let next = index;
    let sentAt = 0;
    let isMeasured = false;
    const proceed = () => {
      if (!this.#mayGoOn()) return connection.close();
      this.#sent++;
      isMeasured = this.#phase === 'measuring';
      sentAt = performance.now();
      connection.send(exchanges[next++ % exchanges.length]!, this.#job.inPieces);
    };
    const connection = new Connection(new URL(this.#job.target.url), exchanges[0]!, this.#readBuffer, {
      now: monotonicMs,
      onConnected: () => {
        const { startOverMs = 0, connections } = this.#job;
        if (startOverMs === 0) proceed();
        else setTimeout(proceed, (startOverMs * index) / connections);
      },
      onFirstByte: () => {
        if (isMeasured) this.#firstByteMs.push(performance.now() - sentAt);
      },
      onBytes: (events) => {
        this.#progressAt = performance.now();
        if (this.#phase === 'measuring') this.#events += events;
      },
      onEventDelay: (delayMs) => {
        if (this.#phase === 'measuring') this.#eventDelayMs.push(delayMs);
      },
      onAnswered: () => {
        if (this.#phase === 'measuring') this.#requests++;
        if (this.#job.withSpans && isMeasured) this.#addSpan(sentAt);
        if (this.#job.pauseMs) setTimeout(proceed, this.#job.pauseMs);
        else proceed();
      },
      onFailed: (reason) => {
        this.#failures++;
        this.#firstFailure ??= reason;
      },
      onClosed: resolve,
    });
    return { connection, closed };
  }

  #mayGoOn(): boolean {
    const { until } = this.#job;
    return until.kind === 'time' ? this.#phase !== 'draining' : this.#sent < until.requests;
  }

  #addSpan(sentAt: number): void {
    const endedAt = monotonicMs();
    this.#spans.push([endedAt - (performance.now() - sentAt), endedAt]);
  }

  #read(): Reading {
    const { pids, upstreamPid } = this.#job.target;
    const machine = machineTime();
    return {
      at: performance.now(),
      subject: cpuMsUnlessGone(pids),
      load: cpuMs([process.pid]),
      upstream: cpuMs([upstreamPid]),
      machineBusy: machine.busyMs,
      stolen: machine.stolenMs,
    };
  }

  #result(begin: Reading, end: Reading): LoadResult {
    const used = {
      subject: end.subject - begin.subject,
      load: end.load - begin.load,
      upstream: end.upstream - begin.upstream,
    };
    const busyMs = end.machineBusy - begin.machineBusy;
    return {
      elapsedMs: end.at - begin.at,
      requests: this.#requests,
      events: this.#events,
      firstByteMs: quantiles(this.#firstByteMs),
      eventDelayMs: quantiles(this.#eventDelayMs),
      failures: this.#failures,
      firstFailure: this.#firstFailure,
      cpuMs: used,
      otherBusyMs: Math.max(0, busyMs - used.subject - used.load - used.upstream),
      stolenMs: end.stolen - begin.stolen,
      spans: this.#spans,
    };
  }
}

/** A subject that has ended fails its connections, and those say more than a missing figure. */
function cpuMsUnlessGone(pids: readonly number[]): number {
  try {
    return cpuMs(pids);
  } catch {
    return 0;
  }
}

/** For each connection the requests it goes through, with prebuilt bytes; long parts are shared. */
function prepareExchanges(job: LoadJob): Exchange[][] {
  const extraHeaders = { [ANSWER_HEADER]: formatPlan(job.answer) };
  const { url, authorization } = job.target;
  const bodies = job.bodyBytes.map((bytes) => buildBody(bytes, job.answer.kind !== 'json'));
  const expected: ExpectedPayload[] = job.bodyBytes.map((bytes) => expectedPayload(job.answer, bytes));
  return Array.from({ length: job.connections }, (_, index) => {
    const sessionId = sessionIdOf(index);
    return bodies.map((body, size) => {
      const head = buildHead({
        url: new URL(url),
        authorization,
        sessionId,
        bodyBytes: body.bytes,
        extraHeaders,
      });
      return {
        request: joinSmall([head, body.prefix, body.tail(sessionId)]),
        expected: expected[size]!,
      };
    });
  });
}

/** A small request goes out in one write; a long one keeps its parts, so that connections share them. */
function joinSmall(parts: readonly Buffer[]): readonly Buffer[] {
  const bytes = parts.reduce((total, part) => total + part.length, 0);
  return bytes <= 16 * 1024 ? [Buffer.concat(parts)] : parts;
}

function quantiles(values: number[]): Quantiles | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  return {
    p50: percentileOfSorted(sorted, 50),
    p90: percentileOfSorted(sorted, 90),
    p99: percentileOfSorted(sorted, 99),
    max: sorted.at(-1)!,
  };
}
