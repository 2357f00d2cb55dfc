/** What every scenario is given, and what it gives back. */
import type { Subject } from './subject.ts';
import type { LoadWorker, UpstreamWorker } from './workers.ts';

export interface Bench {
  readonly rounds: number;
  /** Length of one measured stretch, in ms. */
  readonly measureMs: number;
  /** Load before a measured stretch that is not measured, in ms. */
  readonly warmUpMs: number;
  /** How long a process is left alone before its memory is read, in ms. */
  readonly settleMs: number;
  readonly scratchDir: string;
  readonly upstream: UpstreamWorker;
  readonly load: LoadWorker;
  /** In the order in which a round measures them; the first is always `direct`. */
  readonly subjects: readonly Subject[];
  /** Makes a Rota with so many accounts and a data folder of its own; null when Rota is left out. */
  readonly rotaWith: ((label: string, accounts: number) => Subject) | null;
  log(line: string): void;
}

export interface Scenario {
  /** What `--only` names. */
  readonly id: string;
  readonly title: string;
  /** What is done, in one or two sentences for the report. */
  readonly about: string;
  run(bench: Bench): Promise<ScenarioResult>;
}

export interface ScenarioResult {
  readonly tables: readonly Table[];
  readonly targets: readonly Target[];
}

export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface Target {
  readonly claim: string;
  readonly rule: 'at most' | 'at least';
  readonly limit: number;
  /** `×` for a ratio, else a unit. */
  readonly unit: string;
  /** null when Rota, or what it is compared with, was left out. */
  readonly value: number | null;
}

export type Verdict = 'pass' | 'miss' | 'not measured';

export function judge(target: Target): Verdict {
  if (target.value === null) return 'not measured';
  const isReached = target.rule === 'at most' ? target.value <= target.limit : target.value >= target.limit;
  return isReached ? 'pass' : 'miss';
}
