import type { Scenario, Table } from '../bench.ts';
import { KILOBYTE } from '../claude-request.ts';
import { type Comparison, cpuPerEventUs, eventsPerSecond, medianOrNull } from '../comparison.ts';
import { compareUnder, contendersOf, withRunning } from '../contenders.ts';
import { streamTable } from '../load-tables.ts';
import { NGINX, NODE_PIPE, ROTA } from '../subject.ts';

const EVENTS = 200;
/** Events that fit together into one Ethernet segment of 1,460 bytes. */
const EVENTS_A_SEGMENT = 7;

const CELLS = [
  { connections: 1, eventsPerWrite: EVENTS_A_SEGMENT },
  { connections: 16, eventsPerWrite: EVENTS_A_SEGMENT },
  { connections: 64, eventsPerWrite: EVENTS_A_SEGMENT },
  { connections: 16, eventsPerWrite: 1 },
];

/** Streams without pacing. */
export const streams: Scenario = {
  id: 'streams',
  title: 'Streams as fast as possible',
  about:
    `Answers of ${EVENTS} server-sent events, each an HTTP chunk of its own. The upstream writes ${EVENTS_A_SEGMENT} ` +
    'events at a time, as many as one Ethernet segment brings; the last table has one write for each event, ' +
    'where the upstream itself is near its limit, most of the CPU goes into system calls for every subject, and no target is set.',
  run: (bench) =>
    withRunning(bench, contendersOf(bench), async (running) => {
      const tables: Table[] = [];
      const comparisons: Comparison[] = [];
      for (const { connections, eventsPerWrite } of CELLS) {
        const writes = eventsPerWrite === 1 ? 'one event a write' : `${eventsPerWrite} events a write`;
        const title = `${connections} ${connections === 1 ? 'connection' : 'connections'}, ${writes}`;
        bench.log(title);
        const comparison = await compareUnder(bench, running, {
          connections,
          bodyBytes: [KILOBYTE],
          answer: { kind: 'fast-stream', events: EVENTS, eventsPerWrite },
          until: { kind: 'time', warmUpMs: bench.warmUpMs, measureMs: bench.measureMs },
        });
        comparisons.push(comparison);
        tables.push(streamTable(title, comparison));
      }
      const [, sixteen] = comparisons;
      return {
        tables,
        targets: [
          {
            claim: 'Streams, 16 connections: events/s, against the node pipe',
            rule: 'at least',
            limit: 2,
            unit: '×',
            value: medianOrNull(sixteen!.ratios(ROTA, NODE_PIPE, eventsPerSecond)),
          },
          {
            claim: 'Streams, 16 connections: events/s, against nginx',
            rule: 'at least',
            limit: 0.7,
            unit: '×',
            value: medianOrNull(sixteen!.ratios(ROTA, NGINX, eventsPerSecond)),
          },
          {
            claim: 'Streams, 16 connections: CPU an event, against the node pipe',
            rule: 'at most',
            limit: 0.5,
            unit: '×',
            value: medianOrNull(sixteen!.ratios(ROTA, NODE_PIPE, cpuPerEventUs)),
          },
        ],
      };
    }),
};
