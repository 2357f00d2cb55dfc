import { ratios, spread } from '../arithmetic.ts';
import type { Bench, Scenario } from '../bench.ts';
import { KILOBYTE } from '../claude-request.ts';
import { medianOrNull } from '../comparison.ts';
import { type Contender, checkedRun, contendersOf, interleave, withRunning } from '../contenders.ts';
import { NODE_PIPE, ROTA } from '../subject.ts';
import { formatSeries, formatSpread } from '../table-text.ts';

/** How long a user waits for the gateway after a start. */
export const start: Scenario = {
  id: 'start',
  title: 'Start to first answer',
  about:
    'From the start of the process to the end of its first proxied answer of 1 kB. A first start, which makes ' +
    'keys and the data folder, is not counted; nginx is ready when its port takes connections, the others say so.',
  run: async (bench) => {
    const contenders = contendersOf(bench, 'processes');
    const measure = (contender: Contender) => startMs(bench, contender);
    await interleave(contenders, 1, measure);
    const samples = await interleave(contenders, bench.rounds, measure);
    const againstPipe = (label: string) => {
      const [own, pipe] = [samples.get(label), samples.get(NODE_PIPE)];
      return own && pipe ? ratios(own, pipe) : null;
    };
    return {
      tables: [
        {
          title: 'Start to first answer',
          columns: ['', 'ms', '× node pipe'],
          rows: [...samples].map(([label, ms]) => [
            label,
            formatSpread(spread(ms)),
            formatSeries(againstPipe(label)),
          ]),
        },
      ],
      targets: [
        {
          claim: 'Start to first answer, against the node pipe',
          rule: 'at most',
          limit: 4,
          unit: '×',
          value: medianOrNull(againstPipe(ROTA)),
        },
      ],
    };
  },
};

async function startMs(bench: Bench, contender: Contender): Promise<number> {
  const began = performance.now();
  return withRunning(bench, [contender], async ([running]) => {
    await checkedRun(bench, running!, {
      connections: 1,
      bodyBytes: [KILOBYTE],
      answer: { kind: 'json' },
      until: { kind: 'requests', requests: 1 },
    });
    return performance.now() - began;
  });
}
