/**
 * A process that does nothing but record: the gateway's facts ring, the event bus and everything that listens, the
 * usage history with a real database included. Run with `--expose-gc`; prints what it measured as one line of JSON.
 */
import { join } from 'node:path';
import { createEventBus } from '../../src-main/core/events/event-bus.ts';
import { FactsRing } from '../../src-main/core/gateway/facts-ring.ts';
import { systemClock } from '../../src-main/core/lib/clock.ts';
import { silentLogger } from '../../src-main/core/logging/logger.ts';
import { RecentRequests } from '../../src-main/core/management/recent-requests.ts';
import { TrafficCounts } from '../../src-main/core/metrics/traffic-counts.ts';
import { UsageHistory } from '../../src-main/core/usage/usage-history.ts';
import { requestFacts } from '../support/request-facts.ts';

export interface RecordingFigures {
  /** What a request waits for: handing its facts over, in µs, one by one and sorted. */
  readonly handOverUs: { readonly median: number; readonly p99: number; readonly worst: number };
  /** What a request costs in all, after its answer has gone: telling everybody and writing, in µs. */
  readonly wholeUs: number;
  /** Longest turn in which others waited for a batch to be written, in ms: median and worst of all flushes. */
  readonly turnMs: { readonly median: number; readonly p99: number };
  /** Memory in use after so many requests, each time after a collection, in bytes. */
  readonly memory: readonly { readonly requests: number; readonly heap: number; readonly rss: number }[];
  readonly written: number;
  readonly dropped: number;
}

const [folder = '.', total = '100000'] = process.argv.slice(2);
const REQUESTS = Number(total);
/** As many as come between two turns of the loop when a machine is busy. */
const BURST = 20;
const SAMPLES = 5;

const bus = createEventBus((error) => {
  throw error;
});
const ring = new FactsRing(
  (facts) => bus.emit({ kind: 'request-finished', facts }),
  silentLogger,
  systemClock,
);
const history = new UsageHistory({
  path: join(folder, 'usage.db'),
  bus,
  clock: systemClock,
  logger: silentLogger,
  settings: () => ({ keepRequestsDays: 30, keepDaysDays: 730, maxBytes: 256 * 1024 * 1024 }),
  accounts: () => [],
  isIdle: () => true,
  newSalt: () => 'salt',
});
const requests = new RecentRequests(bus, {
  recent: async () => [],
  find: async () => null,
  hashSession: (id) => id,
});
const counts = new TrafficCounts(bus);

const handOverUs: number[] = [];
const turnMs: number[] = [];
const memory: { requests: number; heap: number; rss: number }[] = [];

function factsOf(number: number) {
  return requestFacts(`bench-${number.toString(36)}`, {
    startedAt: Date.now(),
    sessionId: `session ${number % 64}`,
    accountId: `account-${number % 3}`,
  });
}

async function record(): Promise<number> {
  let busyMs = 0;
  for (let number = 0; number < REQUESTS; ) {
    const burst = Array.from({ length: BURST }, () => factsOf(number++));
    for (const facts of burst) {
      const began = performance.now();
      ring.push(() => facts);
      handOverUs.push((performance.now() - began) * 1_000);
    }
    const began = performance.now();
    await new Promise((resolve) => setImmediate(resolve));
    const turn = performance.now() - began;
    turnMs.push(turn);
    busyMs += turn;
    // A machine that is never idle would only show that the queue is bounded.
    if (history.counts.waiting > 2_000) await history.flush();
    if (number % (REQUESTS / SAMPLES) === 0) {
      await history.flush();
      global.gc?.();
      const { heapUsed, external, rss } = process.memoryUsage();
      // The figures of this very measurement are no memory of recording.
      const own = 8 * (handOverUs.length + turnMs.length);
      memory.push({ requests: number, heap: heapUsed + external - own, rss });
    }
  }
  const began = performance.now();
  await history.flush();
  return busyMs + performance.now() - began;
}

const busyMs = await record();
const sorted = (values: number[]) => Float64Array.from(values).sort();
const at = (values: Float64Array, share: number) =>
  values[Math.min(values.length - 1, Math.floor(values.length * share))]!;
const handOvers = sorted(handOverUs);
const turns = sorted(turnMs);
const figures: RecordingFigures = {
  handOverUs: { median: at(handOvers, 0.5), p99: at(handOvers, 0.99), worst: at(handOvers, 1) },
  wholeUs: (busyMs * 1_000) / REQUESTS,
  turnMs: { median: at(turns, 0.5), p99: at(turns, 0.99) },
  memory,
  written: history.counts.written,
  dropped: history.counts.dropped,
};
await history.close();
requests[Symbol.dispose]();
counts[Symbol.dispose]();
process.stdout.write(`${JSON.stringify(figures)}\n`);
