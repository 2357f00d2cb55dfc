import type { Command } from 'commander';
import type { CommandContext } from './command-context.ts';

/** `rota report`: the path of the report alone on stdout. */
export function registerReport(parent: Command, context: CommandContext): void {
  const { say } = context;
  parent
    .command('report')
    .description(say('about.report'))
    .action(async () => {
      const client = await context.connect();
      const { file } = context.unwrap(await client.command('report.create', {}));
      context.print(file);
      context.note(say('report.note'));
    });
}
