import { differences } from '../arithmetic.ts';
import type { Scenario } from '../bench.ts';
import { KILOBYTE, MEGABYTE } from '../claude-request.ts';
import { type Comparison, cpuPerRequestUs, medianOrNull } from '../comparison.ts';
import { NODE_PIPE, ROTA } from '../subject.ts';
import { runRequestCells } from './requests.ts';

const cell = (connections: number) => ({ bodyBytes: MEGABYTE, bodyName: '1 MB', connections });

/** Long conversations: what each further byte of a body costs. */
export const large: Scenario = {
  id: 'large',
  title: 'Requests of 1 MB',
  about: 'Bodies of 1 MB, and of 1 kB beside them to see what the size costs; answers of 1 kB of JSON.',
  run: (bench) => {
    const small = { bodyBytes: KILOBYTE, bodyName: '1 kB', connections: 1 };
    return runRequestCells(bench, [small, cell(1), cell(8), cell(16), cell(64)], ([tiny, one, eight]) => [
      {
        claim: '1 MB, 1 connection: CPU a request, against the node pipe',
        rule: 'at most',
        limit: 0.8,
        unit: '×',
        value: medianOrNull(one!.ratios(ROTA, NODE_PIPE, cpuPerRequestUs)),
      },
      {
        claim: '1 connection: CPU a request that 1 MB costs more than 1 kB',
        rule: 'at most',
        limit: 1.2,
        unit: 'ms',
        value: growthMs(tiny!, one!),
      },
      {
        claim: '1 MB, 8 connections: CPU a request, against the node pipe',
        rule: 'at most',
        limit: 1.2,
        unit: '×',
        value: medianOrNull(eight!.ratios(ROTA, NODE_PIPE, cpuPerRequestUs)),
      },
    ]);
  },
};

function growthMs(tiny: Comparison, big: Comparison): number | null {
  const [small, large] = [tiny.series(ROTA, cpuPerRequestUs), big.series(ROTA, cpuPerRequestUs)];
  const growthUs = medianOrNull(small && large && differences(large, small));
  return growthUs === null ? null : growthUs / 1000;
}
