import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, watch } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { median, percentileOfSorted, type Spread, spread } from '../arithmetic.ts';
import type { Bench, Scenario } from '../bench.ts';
import { KILOBYTE, MEGABYTE } from '../claude-request.ts';
import { type Contender, checkedRun, contendersOf, withRunning } from '../contenders.ts';
import type { BodyPieces } from '../load-job.ts';
import { longestWithin, type Stretch } from '../longest-step.ts';
import { plainJavaScript } from '../node-program.ts';
import { NGINX, ROTA } from '../subject.ts';
import { formatSpread } from '../table-text.ts';

const REQUESTS_A_ROUND = 60;
/** Between two requests, so that one request's work cannot be taken for another's. */
const PAUSE_MS = 8;

/** Small enough that one turn of the loop reads it whole, far enough apart that it reads no second one. */
const PIECES: BodyPieces = { bytes: 64 * KILOBYTE, gapMs: 1 };

interface Longest {
  /** Per round, the median over its requests, in ms. */
  readonly medianMs: Spread;
  /** Per round, the 90th percentile over its requests, in ms. */
  readonly p90Ms: Spread;
}

/** How long one large request keeps everybody else waiting. */
export const step: Scenario = {
  id: 'step',
  title: 'Longest synchronous step for a body of 1 MB',
  about:
    'Single requests of 1 MB with a pause between them, through a process whose event loop is timed turn by turn ' +
    '(tests/bench/step-probe.ts). In pieces: the body comes in pieces of 64 kB, a millisecond apart, so that a turn has ' +
    'no more than one of them and is one synchronous step. At once: the body lies ready in the kernel, and a turn takes ' +
    'as many reads as it can; that is no single step, but what others wait for. Of each request the longest turn ' +
    'counts, and of a round the median of its requests, because on a shared machine the longest of all is a moment in ' +
    'which another process ran.',
  run: async (bench) => {
    const rows: string[][] = [];
    let rotaMs: number | null = null;
    for (const contender of contendersOf(bench, 'processes')) {
      if (contender.label === NGINX) continue;
      bench.log(contender.label);
      const inPieces = await measure(bench, contender, { inPieces: PIECES });
      const atOnce = await measure(bench, contender, {});
      rows.push([
        contender.label,
        ...[inPieces.medianMs, inPieces.p90Ms, atOnce.medianMs, atOnce.p90Ms].map(formatSpread),
      ]);
      if (contender.label === ROTA) rotaMs = inPieces.medianMs.median;
    }
    return {
      tables: [
        {
          title: '1 MB, one request at a time: longest turn, ms',
          columns: ['', 'in pieces, median', 'in pieces, p90', 'at once, median', 'at once, p90'],
          rows,
        },
      ],
      targets: [
        {
          claim: 'Longest synchronous step for a body of 1 MB, median of the requests',
          rule: 'at most',
          limit: 0.5,
          unit: 'ms',
          value: rotaMs,
        },
      ],
    };
  },
};

async function measure(
  bench: Bench,
  contender: Contender,
  how: { readonly inPieces?: BodyPieces },
): Promise<Longest> {
  const notesFile = join(bench.scratchDir, 'turns.json');
  const probe = pathToFileURL(plainJavaScript('step-probe.ts', bench.scratchDir));
  probe.searchParams.set('out', notesFile);
  const nodeArgs = ['--import', probe.href];
  return withRunning(
    bench,
    [contender],
    async ([running]) => {
      const round = () =>
        checkedRun(bench, running!, {
          connections: 1,
          bodyBytes: [MEGABYTE],
          answer: { kind: 'json' },
          until: { kind: 'requests', requests: REQUESTS_A_ROUND },
          pauseMs: PAUSE_MS,
          withSpans: true,
          ...how,
        });
      await round();
      const rounds = [];
      for (let number = 0; number < bench.rounds; number++) rounds.push((await round()).spans);
      const stretches = await fetchNotes(notesFile, running!.running.pid!);
      const longest = rounds.map((spans) => longestWithin(spans, stretches).sort((a, b) => a - b));
      return {
        medianMs: spread(longest.map(median)),
        p90Ms: spread(longest.map((sorted) => percentileOfSorted(sorted, 90))),
      };
    },
    { nodeArgs },
  );
}

/** Asks the probe for its notes and waits until they are written. */
async function fetchNotes(file: string, pid: number): Promise<Stretch[]> {
  rmSync(file, { force: true });
  const deadline = AbortSignal.timeout(10_000);
  const watcher = watch(dirname(file));
  process.kill(pid, 'SIGUSR2');
  try {
    while (!existsSync(file)) await once(watcher, 'change', { signal: deadline });
  } finally {
    watcher.close();
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Stretch[];
}
