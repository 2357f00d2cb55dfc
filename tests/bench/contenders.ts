/** Subjects that run side by side for the length of a scenario, and the rounds that measure them in turn. */
import type { Bench } from './bench.ts';
import { Comparison } from './comparison.ts';
import type { LoadResult } from './load-job.ts';
import type { RunningSubject, StartOptions, Subject } from './subject.ts';
import type { Load } from './workers.ts';

export interface Contender {
  /** The name in tables. */
  readonly label: string;
  readonly subject: Subject;
}

export interface RunningContender {
  readonly label: string;
  readonly running: RunningSubject;
}

/** All subjects of the run under their own names, or only those that a process stands behind. */
export function contendersOf(bench: Bench, which: 'all' | 'processes' = 'all'): Contender[] {
  return bench.subjects
    .filter((subject) => which === 'all' || subject.name !== 'direct')
    .map((subject) => ({ label: subject.name, subject }));
}

/** Starts fresh processes, hands them to `work`, and stops them whatever happens. */
export async function withRunning<Outcome>(
  bench: Bench,
  contenders: readonly Contender[],
  work: (running: readonly RunningContender[]) => Promise<Outcome>,
  options: StartOptions = {},
): Promise<Outcome> {
  const started: RunningContender[] = [];
  try {
    for (const { label, subject } of contenders) {
      started.push({ label, running: await subject.start(bench.upstream.url, options) });
    }
    return await work(started);
  } finally {
    for (const { running } of started) await running.stop();
  }
}

/** Measures A, B, C, A, B, C … and collects what each round said of each. */
export async function interleave<Item extends { readonly label: string }, Sample>(
  items: readonly Item[],
  rounds: number,
  measure: (item: Item) => Promise<Sample>,
): Promise<Map<string, Sample[]>> {
  const samples = new Map<string, Sample[]>(items.map(({ label }) => [label, []]));
  for (let round = 0; round < rounds; round++) {
    for (const item of items) samples.get(item.label)!.push(await measure(item));
  }
  return samples;
}

/** Puts the same load on every contender, in a round that is not counted and then in all that are. */
export async function compareUnder(
  bench: Bench,
  contenders: readonly RunningContender[],
  load: Load,
): Promise<Comparison> {
  const measure = (contender: RunningContender) => checkedRun(bench, contender, load);
  await interleave(contenders, 1, measure);
  return new Comparison(await interleave(contenders, bench.rounds, measure));
}

/** One stretch of load of which every request must succeed; throws with the subject's name otherwise and logs its last words. */
export async function checkedRun(
  bench: Bench,
  { label, running }: RunningContender,
  load: Load,
): Promise<LoadResult> {
  const result = await bench.load.run(running, load);
  if (result.failures > 0) {
    bench.log(running.logTail());
    throw new Error(
      `${label}: ${result.failures} connections failed, the first with: ${result.firstFailure}`,
    );
  }
  if (result.requests + result.events === 0) throw new Error(`${label}: no request was answered in time`);
  return result;
}
