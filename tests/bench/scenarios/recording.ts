import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { spread } from '../arithmetic.ts';
import type { Bench, Scenario } from '../bench.ts';
import { MEGABYTE } from '../claude-request.ts';
import { medianOrNull } from '../comparison.ts';
import type { RecordingFigures } from '../recording-child.ts';
import { formatNumber, formatSpread } from '../table-text.ts';

const run = promisify(execFile);
const CHILD = fileURLToPath(new URL('../recording-child.ts', import.meta.url));
const REQUESTS = 100_000;

/** What it costs to remember every request, and whether memory grows with them. */
export const recording: Scenario = {
  id: 'recording',
  title: `Recording ${formatNumber(REQUESTS)} requests`,
  about:
    'The facts of finished requests go through the ring, the event bus and everybody who listens (usage history with a ' +
    'database on disk, latest requests, metrics) in a process of their own, twenty in a turn of the loop without a pause. ' +
    'Handing over is all that a request waits for; the rest happens in later turns. Memory is read after a collection.',
  run: async (bench) => {
    const rounds: RecordingFigures[] = [];
    for (let round = 0; round < bench.rounds; round++) {
      bench.log(`round ${round + 1}`);
      rounds.push(await record(bench));
    }
    const series = (pick: (figures: RecordingFigures) => number) => rounds.map(pick);
    const grown = series(({ memory }) => (memory.at(-1)!.heap - memory[0]!.heap) / MEGABYTE);
    const row = (name: string, values: readonly number[]) => [name, formatSpread(spread(values))];
    return {
      tables: [
        {
          title: 'One request',
          columns: ['', ''],
          rows: [
            row(
              'handing over, median, µs',
              series(({ handOverUs }) => handOverUs.median),
            ),
            row(
              'handing over, p99, µs',
              series(({ handOverUs }) => handOverUs.p99),
            ),
            row(
              'in all, afterwards, µs',
              series(({ wholeUs }) => wholeUs),
            ),
            row(
              'turn of the loop, median, ms',
              series(({ turnMs }) => turnMs.median),
            ),
            row(
              'turn of the loop, p99, ms',
              series(({ turnMs }) => turnMs.p99),
            ),
            row(
              'facts dropped',
              series(({ dropped }) => dropped),
            ),
          ],
        },
        {
          title: 'Memory, MB',
          columns: ['after requests', 'heap and buffers', 'resident'],
          rows: rounds[0]!.memory.map(({ requests }, index) => [
            formatNumber(requests),
            formatSpread(spread(series(({ memory }) => memory[index]!.heap / MEGABYTE))),
            formatSpread(spread(series(({ memory }) => memory[index]!.rss / MEGABYTE))),
          ]),
        },
      ],
      targets: [
        {
          claim: 'Recording: what a request waits for, p99',
          rule: 'at most',
          limit: 50,
          unit: 'µs',
          value: medianOrNull(series(({ handOverUs }) => handOverUs.p99)),
        },
        {
          claim: `Recording: growth of heap and buffers from ${formatNumber(REQUESTS / 5)} to ${formatNumber(REQUESTS)} requests`,
          rule: 'at most',
          limit: 1,
          unit: 'MB',
          value: medianOrNull(grown),
        },
        {
          claim: 'Recording: facts dropped',
          rule: 'at most',
          limit: 0,
          unit: 'facts',
          value: medianOrNull(series(({ dropped }) => dropped)),
        },
      ],
    };
  },
};

async function record(bench: Bench): Promise<RecordingFigures> {
  const folder = mkdtempSync(join(bench.scratchDir, 'recording-'));
  try {
    const args = ['--expose-gc', '--disable-warning=ExperimentalWarning', CHILD, folder, String(REQUESTS)];
    const { stdout } = await run(process.execPath, args);
    return JSON.parse(stdout) as RecordingFigures;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
