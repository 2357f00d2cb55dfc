import { setTimeout as sleep } from 'node:timers/promises';
import { differences, ratios, spread } from '../arithmetic.ts';
import type { Bench, Scenario, Table } from '../bench.ts';
import { KILOBYTE, MEGABYTE } from '../claude-request.ts';
import { medianOrNull } from '../comparison.ts';
import { checkedRun, contendersOf, interleave, withRunning } from '../contenders.ts';
import { memory, processTree } from '../proc.ts';
import { NODE_PIPE, ROTA } from '../subject.ts';
import { formatSpread } from '../table-text.ts';

const REQUESTS = 10_000;
const CONNECTIONS = 16;
const EVENTS = 20;

/** Resident memory in MB, each after the process was left alone for a moment. */
interface Sample {
  readonly idle: number;
  readonly afterFirst: number;
  readonly afterSecond: number;
  readonly peak: number;
}

/** What stays in memory after a day's work, and whether it goes on growing. */
export const soak: Scenario = {
  id: 'soak',
  title: 'Memory over 20,000 requests',
  about:
    `Each round starts fresh processes, reads their resident memory, sends 10,000 requests of 150 kB over ${CONNECTIONS} ` +
    `connections, answered with streams of ${EVENTS} events, reads again, and does the same once more.`,
  run: async (bench) => {
    const samples = await interleave(contendersOf(bench, 'processes'), bench.rounds, (contender) => {
      bench.log(contender.label);
      return withRunning(bench, [contender], ([running]) => measure(bench, running!));
    });
    const series = (label: string, field: keyof Sample) =>
      samples.get(label)?.map((sample) => sample[field]) ?? null;
    const [after, pipeAfter] = [series(ROTA, 'afterFirst'), series(NODE_PIPE, 'afterFirst')];
    return {
      tables: [soakTable(samples)],
      targets: [
        {
          claim: 'Memory, idle',
          rule: 'at most',
          limit: 90,
          unit: 'MB',
          value: medianOrNull(series(ROTA, 'idle')),
        },
        {
          claim: 'Memory after 10,000 requests, against the node pipe',
          rule: 'at most',
          limit: 1.4,
          unit: '×',
          value: medianOrNull(after && pipeAfter && ratios(after, pipeAfter)),
        },
        {
          claim: 'Memory: growth over the next 10,000 requests',
          rule: 'at most',
          limit: 5,
          unit: 'MB',
          value: medianOrNull(after && differences(series(ROTA, 'afterSecond')!, after)),
        },
      ],
    };
  },
};

async function measure(bench: Bench, contender: Parameters<typeof checkedRun>[1]): Promise<Sample> {
  const read = async () => {
    await sleep(bench.settleMs);
    return memory(processTree(contender.running.pid!));
  };
  const send = () =>
    checkedRun(bench, contender, {
      connections: CONNECTIONS,
      bodyBytes: [150 * KILOBYTE],
      answer: { kind: 'fast-stream', events: EVENTS, eventsPerWrite: EVENTS },
      until: { kind: 'requests', requests: REQUESTS },
    });
  const idle = await read();
  await send();
  const afterFirst = await read();
  await send();
  const afterSecond = await read();
  return {
    idle: idle.rssBytes / MEGABYTE,
    afterFirst: afterFirst.rssBytes / MEGABYTE,
    afterSecond: afterSecond.rssBytes / MEGABYTE,
    peak: afterSecond.peakBytes / MEGABYTE,
  };
}

function soakTable(samples: ReadonlyMap<string, readonly Sample[]>): Table {
  const cell = (values: readonly number[]) => formatSpread(spread(values));
  return {
    title: 'Resident memory, MB',
    columns: ['', 'idle', 'after 10,000', 'after 20,000', 'growth', 'peak'],
    rows: [...samples].map(([label, rounds]) => [
      label,
      cell(rounds.map(({ idle }) => idle)),
      cell(rounds.map(({ afterFirst }) => afterFirst)),
      cell(rounds.map(({ afterSecond }) => afterSecond)),
      cell(rounds.map(({ afterFirst, afterSecond }) => afterSecond - afterFirst)),
      cell(rounds.map(({ peak }) => peak)),
    ]),
  };
}
