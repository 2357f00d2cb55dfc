import { median, spread } from '../arithmetic.ts';
import type { Bench, Scenario, Table } from '../bench.ts';
import { KILOBYTE, MEGABYTE } from '../claude-request.ts';
import { contendersOf, interleave, type RunningContender, withRunning } from '../contenders.ts';
import type { LoadResult } from '../load-job.ts';
import { memory, processTree } from '../proc.ts';
import { ROTA } from '../subject.ts';
import { formatSpread, NOTHING } from '../table-text.ts';

const STREAMS = 500;
const EVENTS = 20;
const GAP_MS = 150;

interface Sample {
  readonly result: LoadResult;
  /** Most streams that the upstream had open at one time. */
  readonly peakOpen: number;
  /** null where no process stands between. */
  readonly peakBytes: number | null;
}

/** Many slow streams at once. */
export const openStreams: Scenario = {
  id: 'open-streams',
  title: '500 streams open at once',
  about:
    `${STREAMS} connections ask at once for a stream of ${EVENTS} events, ${GAP_MS} ms apart. Not one may wait for ` +
    'another to end: the upstream must see all of them open together. Each round starts fresh processes; the peak of ' +
    'memory is that of the process since its start.',
  run: async (bench) => {
    const samples = await interleave(contendersOf(bench), bench.rounds, (contender) => {
      bench.log(contender.label);
      return withRunning(bench, [contender], ([running]) => measure(bench, running!));
    });
    const rota = samples.get(ROTA);
    return {
      tables: [streamsTable(samples)],
      targets: [
        {
          claim: '500 open streams: failed',
          rule: 'at most',
          limit: 0,
          unit: 'streams',
          value: rota ? Math.max(...rota.map(({ result }) => result.failures)) : null,
        },
        {
          claim: '500 open streams: not open together with the others',
          rule: 'at most',
          limit: 0,
          unit: 'streams',
          value: rota ? STREAMS - Math.min(...rota.map(({ peakOpen }) => peakOpen)) : null,
        },
        {
          claim: '500 open streams: peak memory',
          rule: 'at most',
          limit: 150,
          unit: 'MB',
          value: rota ? median(rota.map(({ peakBytes }) => peakBytes! / MEGABYTE)) : null,
        },
      ],
    };
  },
};

async function measure(bench: Bench, { label, running }: RunningContender): Promise<Sample> {
  await bench.upstream.seen();
  const result = await bench.load.run(running, {
    connections: STREAMS,
    bodyBytes: [KILOBYTE],
    answer: { kind: 'paced-stream', events: EVENTS, gapMs: GAP_MS },
    until: { kind: 'requests', requests: STREAMS },
  });
  const { peakOpenStreams } = await bench.upstream.seen();
  if (result.failures > 0) {
    bench.log(`${label}: ${result.failures} failed, the first with: ${result.firstFailure}`);
    bench.log(running.logTail());
  }
  const peakBytes = running.pid === null ? null : memory(processTree(running.pid)).peakBytes;
  return { result, peakOpen: peakOpenStreams, peakBytes };
}

function streamsTable(samples: ReadonlyMap<string, readonly Sample[]>): Table {
  return {
    title: `${STREAMS} streams`,
    columns: [
      '',
      'failed',
      'open together, fewest',
      'first byte p50, ms',
      'first byte of the slowest, ms',
      'CPU for all, ms',
      'peak memory, MB',
    ],
    rows: [...samples].map(([label, rounds]) => {
      const results = rounds.map(({ result }) => result);
      const peaks = rounds.flatMap(({ peakBytes }) => (peakBytes === null ? [] : peakBytes / MEGABYTE));
      const firstByte = results.flatMap(({ firstByteMs }) => firstByteMs ?? []);
      return [
        label,
        String(results.reduce((sum, { failures }) => sum + failures, 0)),
        String(Math.min(...rounds.map(({ peakOpen }) => peakOpen))),
        cell(firstByte.map(({ p50 }) => p50)),
        cell(firstByte.map(({ max }) => max)),
        cell(peaks.length > 0 ? results.map(({ cpuMs }) => cpuMs.subject) : []),
        cell(peaks),
      ];
    }),
  };
}

function cell(values: readonly number[]): string {
  return values.length > 0 ? formatSpread(spread(values)) : NOTHING;
}
