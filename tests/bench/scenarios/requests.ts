/** Requests of one size, answered with 1 kB of JSON, over different numbers of connections. */
import type { Bench, Table, Target } from '../bench.ts';
import type { Comparison } from '../comparison.ts';
import { compareUnder, contendersOf, type RunningContender, withRunning } from '../contenders.ts';
import { requestTable } from '../load-tables.ts';
import { canPin, onOneCore } from '../pinning.ts';
import { processTree } from '../proc.ts';

export interface RequestCell {
  readonly bodyBytes: number;
  readonly bodyName: string;
  readonly connections: number;
  /** Ties the processes to one core for this cell; the cell is left out where that cannot be done. */
  readonly onOneCore?: boolean;
}

/** Measures one cell after the other with the same processes and lets `targetsOf` read the comparisons. */
export async function runRequestCells(
  bench: Bench,
  cells: readonly RequestCell[],
  targetsOf: (comparisons: readonly (Comparison | null)[]) => readonly Target[],
): Promise<{ tables: Table[]; targets: readonly Target[] }> {
  return withRunning(bench, contendersOf(bench), async (running) => {
    const tables: Table[] = [];
    const comparisons: (Comparison | null)[] = [];
    for (const cell of cells) {
      const comparison = await compareCell(bench, running, cell);
      comparisons.push(comparison);
      if (comparison) tables.push(requestTable(titleOf(cell), comparison));
    }
    return { tables, targets: targetsOf(comparisons) };
  });
}

async function compareCell(
  bench: Bench,
  running: readonly RunningContender[],
  cell: RequestCell,
): Promise<Comparison | null> {
  if (cell.onOneCore && !canPin()) {
    bench.log(`${titleOf(cell)}: left out, taskset is missing`);
    return null;
  }
  bench.log(titleOf(cell));
  const compare = () =>
    compareUnder(bench, running, {
      connections: cell.connections,
      bodyBytes: [cell.bodyBytes],
      answer: { kind: 'json' },
      until: { kind: 'time', warmUpMs: bench.warmUpMs, measureMs: bench.measureMs },
    });
  if (!cell.onOneCore) return compare();
  const subjects = running.flatMap(({ running: { pid } }) => (pid === null ? [] : processTree(pid)));
  return onOneCore([bench.load.pid, bench.upstream.pid, ...subjects], compare);
}

function titleOf({ bodyName, connections, onOneCore }: RequestCell): string {
  const title = `${bodyName}, ${connections} ${connections === 1 ? 'connection' : 'connections'}`;
  return onOneCore ? `${title}, all on one core` : title;
}
