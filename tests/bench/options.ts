/** The command line of the benchmark. */
import { parseArgs } from 'node:util';

export interface Options {
  readonly rounds: number;
  /** Ids of the scenarios to run; empty for all. */
  readonly only: readonly string[];
  /** Shorter stretches: good for a first look, too short for a verdict. */
  readonly quick: boolean;
  /** The built program to measure; null leaves Rota out. */
  readonly rotaProgram: string | null;
  readonly withoutNginx: boolean;
  /** Where the report goes; null prints it only. */
  readonly reportFile: string | null;
}

export const USAGE = `node tests/bench/run.ts [--only SCENARIO]… [--rounds N] [--quick] [--rota FILE | --without-rota] [--without-nginx] [--out FILE]`;

const DEFAULT_ROUNDS = 5;
const QUICK_ROUNDS = 3;

/** Reads the arguments; throws with a sentence for the user. Only a whole run writes the default report file. */
export function parseOptions(
  args: readonly string[],
  scenarioIds: readonly string[],
  defaults: { readonly reportFile: string; readonly rotaProgram: string },
): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', multiple: true, default: [] },
      rounds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      rota: { type: 'string', default: defaults.rotaProgram },
      'without-rota': { type: 'boolean', default: false },
      'without-nginx': { type: 'boolean', default: false },
      out: { type: 'string' },
    },
  });
  const only = values.only.flatMap((text) => text.split(','));
  const unknown = only.find((id) => !scenarioIds.includes(id));
  if (unknown !== undefined) {
    throw new Error(`There is no scenario "${unknown}"; there are ${scenarioIds.join(', ')}.`);
  }
  const rounds = Number(values.rounds ?? (values.quick ? QUICK_ROUNDS : DEFAULT_ROUNDS));
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a whole number from 1 on.');
  const isWhole = only.length === 0 && !values.quick;
  return {
    rounds,
    only,
    quick: values.quick,
    rotaProgram: values['without-rota'] ? null : values.rota,
    withoutNginx: values['without-nginx'],
    reportFile: values.out ?? (isWhole ? defaults.reportFile : null),
  };
}
