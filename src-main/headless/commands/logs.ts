import { setTimeout as sleep } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import type { ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import { createLineLogger } from '../../core/logging/line-logger.ts';
import { LOG_LEVELS, type LogLevel } from '../../core/logging/log-line.ts';
import { wrongUsage } from '../command-failure.ts';
import type { CommandContext } from './command-context.ts';

interface LogsOptions {
  readonly follow?: boolean;
  readonly level: LogLevel;
  readonly number: string;
}

type Line = ProcedureOutput<'logs.recent'>['lines'][number];

/** As many as are kept in memory. */
const MAX_LINES = 2_000;
const LOOK_EVERY_MS = 1_000;

/** `rota logs [--follow] [--level L] [-n N]` */
export function registerLogs(parent: Command, context: CommandContext): void {
  const { say } = context;
  parent
    .command('logs')
    .description(say('about.logs'))
    .option('-n, --number <count>', say('option.number'), '200')
    .addOption(new Option('--level <level>', say('option.level')).choices(LOG_LEVELS).default('trace'))
    .option('--follow', say('option.follow'))
    .action((options: LogsOptions) => logs(options, context));
}

async function logs({ follow, level, number }: LogsOptions, context: CommandContext): Promise<void> {
  const limit = Number(number);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LINES) {
    throw wrongUsage(context.say('option.numberWrong', { most: MAX_LINES }));
  }
  const client = await context.connect();
  const print = linePrinter(context);
  const first = context.unwrap(await client.query('logs.recent', { limit, level }));
  first.lines.forEach(print);
  if (!follow) {
    if (first.folder !== null) context.note(context.say('logs.folder', { folder: first.folder }));
    return;
  }
  for (let after = first.lines.at(-1)?.number ?? 0; ; ) {
    await sleep(LOOK_EVERY_MS);
    const { lines } = context.unwrap(await client.query('logs.recent', { limit: MAX_LINES, level, after }));
    lines.forEach(print);
    after = lines.at(-1)?.number ?? after;
  }
}

/** Prints a line as the console of the instance shows it. */
function linePrinter({ io }: CommandContext): (line: Line) => void {
  let at = 0;
  const logger = createLineLogger(
    (text) => io.stdout.write(text),
    { now: () => at },
    () => 'trace',
  );
  return (line) => {
    at = line.at;
    logger[line.level](line.message, line.fields);
  };
}
