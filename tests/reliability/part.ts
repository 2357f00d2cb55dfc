/** One part of the reliability run: something that goes wrong many times, and what it may cost. */
export interface Part {
  /** How the command names it: `--only crash`. */
  readonly name: string;
  readonly title: string;
  /** Rounds of a full run. */
  readonly rounds: number;
  play(options: PlayOptions): Promise<PartResult>;
}

export interface PlayOptions {
  readonly rounds: number;
  /** Decides everything that is left to chance. */
  readonly seed: string;
}

export interface PartResult {
  /** What happened, for docs/reliability.md. */
  readonly markdown: string;
  /** One line each for what missed its goal; empty where all goals are met. */
  readonly misses: readonly string[];
}

/** A measured figure and the largest that is allowed. */
export interface Figure {
  readonly what: string;
  readonly measured: number;
  readonly goal: number;
}

/** Figures as a table, and those that are not what they should be. */
export function judge(figures: readonly Figure[]): PartResult {
  const rows = figures.map(
    ({ what, measured, goal }) =>
      `| ${what} | ${measured.toLocaleString('en')} | ${goal.toLocaleString('en')} | ${measured === goal ? 'met' : '**missed**'} |`,
  );
  return {
    markdown: ['| figure | measured | goal | |', '|---|--:|--:|---|', ...rows].join('\n'),
    misses: figures
      .filter(({ measured, goal }) => measured !== goal)
      .map(({ what, measured, goal }) => `${what}: ${measured} instead of ${goal}`),
  };
}

/** The values at some shares of a sorted list, e.g. the median at 0.5; 0 of an empty one. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
