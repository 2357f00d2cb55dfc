import type { Scenario } from '../bench.ts';
import { KILOBYTE } from '../claude-request.ts';
import { medianOrNull, requestsPerSecond } from '../comparison.ts';
import { NODE_PIPE, ROTA } from '../subject.ts';
import { runRequestCells } from './requests.ts';

const cell = (connections: number) => ({ bodyBytes: 150 * KILOBYTE, bodyName: '150 kB', connections });

/** The size of an ordinary turn of Claude Code. */
export const medium: Scenario = {
  id: 'medium',
  title: 'Requests of 150 kB',
  about: 'Bodies of 150 kB, the size of an ordinary turn of Claude Code; answers of 1 kB of JSON.',
  run: (bench) =>
    runRequestCells(bench, [cell(1), cell(16), cell(64)], ([, sixteen]) => [
      {
        claim: '150 kB, 16 connections: requests/s, against the node pipe',
        rule: 'at least',
        limit: 0.8,
        unit: '×',
        value: medianOrNull(sixteen!.ratios(ROTA, NODE_PIPE, requestsPerSecond)),
      },
    ]),
};
