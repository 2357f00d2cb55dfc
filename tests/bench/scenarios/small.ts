import type { Scenario, Target } from '../bench.ts';
import { KILOBYTE } from '../claude-request.ts';
import { type Comparison, firstByteP50Ms, medianOrNull, requestsPerSecond } from '../comparison.ts';
import { NGINX, NODE_PIPE, ROTA } from '../subject.ts';
import { runRequestCells } from './requests.ts';

const cell = (connections: number) => ({ bodyBytes: KILOBYTE, bodyName: '1 kB', connections });

/** What a gateway adds to a request that costs almost nothing by itself. */
export const small: Scenario = {
  id: 'small',
  title: 'Requests of 1 kB',
  about:
    'Bodies of 1 kB, answers of 1 kB of JSON, back to back on each connection. With one connection client, subject ' +
    'and upstream work in turn, and the kernel puts them now on one core, now on two, which alone doubles a time to ' +
    'first byte; the table with all of them on one core has the work alone and repeats from run to run.',
  run: (bench) =>
    runRequestCells(
      bench,
      [{ ...cell(1), onOneCore: true }, cell(1), cell(16), cell(64)],
      ([pinned, one, sixteen]) => [
        ...firstByteTargets('1 kB, 1 connection, all on one core', pinned ?? null),
        ...firstByteTargets('1 kB, 1 connection', one ?? null),
        {
          claim: '1 kB, 16 connections: requests/s, against the node pipe',
          rule: 'at least',
          limit: 1,
          unit: '×',
          value: medianOrNull(sixteen!.ratios(ROTA, NODE_PIPE, requestsPerSecond)),
        },
      ],
    ),
};

function firstByteTargets(where: string, comparison: Comparison | null): Target[] {
  const addedTo = (base: string) => medianOrNull(comparison?.addedRatios(ROTA, base, firstByteP50Ms) ?? null);
  return [
    {
      claim: `${where}: added time to first byte p50, against what nginx adds`,
      rule: 'at most',
      limit: 4,
      unit: '×',
      value: addedTo(NGINX),
    },
    {
      claim: `${where}: added time to first byte p50, against what the node pipe adds`,
      rule: 'at most',
      limit: 0.7,
      unit: '×',
      value: addedTo(NODE_PIPE),
    },
  ];
}
