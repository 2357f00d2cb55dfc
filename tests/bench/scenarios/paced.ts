import type { Scenario, Table, Target } from '../bench.ts';
import { KILOBYTE } from '../claude-request.ts';
import { eventDelayP50Ms, medianOrNull } from '../comparison.ts';
import { compareUnder, contendersOf, withRunning } from '../contenders.ts';
import { pacedTable } from '../load-tables.ts';
import { ROTA } from '../subject.ts';

const EVENTS = 200;
const GAP_MS = 5;
const CONNECTIONS = [1, 16];
/** Streams begin apart from each other, or all their events would fall due at once. */
const START_OVER_MS = 37;

/** Streams as a model writes them: a token now and then. */
export const paced: Scenario = {
  id: 'paced',
  title: 'Streams with an event every 5 ms',
  about:
    `Answers of ${EVENTS} events, ${GAP_MS} ms apart. The upstream writes the machine's monotonic time into each ` +
    'event and the client subtracts it from its own when the last byte of the event is there.',
  run: (bench) =>
    withRunning(bench, contendersOf(bench), async (running) => {
      const tables: Table[] = [];
      const targets: Target[] = [];
      for (const connections of CONNECTIONS) {
        const title = `${connections} ${connections === 1 ? 'stream' : 'streams'}`;
        bench.log(title);
        const comparison = await compareUnder(bench, running, {
          connections,
          bodyBytes: [KILOBYTE],
          answer: { kind: 'paced-stream', events: EVENTS, gapMs: GAP_MS },
          until: { kind: 'requests', requests: connections },
          startOverMs: START_OVER_MS,
        });
        tables.push(pacedTable(title, comparison));
        targets.push({
          claim: `5 ms-paced streams, ${title} at once: event delay p50 over direct`,
          rule: 'at most',
          limit: 0.5,
          unit: 'ms',
          value: medianOrNull(comparison.added(ROTA, eventDelayP50Ms)),
        });
      }
      return { tables, targets };
    }),
};
