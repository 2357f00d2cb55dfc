import type { Command } from 'commander';
import { textTable } from '../text-table.ts';
import type { CommandContext } from './command-context.ts';

/** `rota routes [--json]`; `explain` hangs below it. */
export function registerRoutes(parent: Command, context: CommandContext): Command {
  return parent
    .command('routes')
    .description(context.say('about.routes'))
    .option('--json', context.say('option.json'))
    .action((options: { readonly json?: boolean }) => listRoutes(options.json ?? false, context));
}

async function listRoutes(json: boolean, context: CommandContext): Promise<void> {
  const { say } = context;
  const client = await context.connect();
  const { strategy, routes } = context.unwrap(await client.query('routes.list'));
  if (json) {
    context.printJson({ strategy, routes });
    return;
  }
  if (routes.length === 0) {
    context.print(say('routes.none', { strategy }));
    return;
  }
  const rows = routes.map((route) => {
    const candidates = route.candidates.map(({ provider, accountEmail, model }) => {
      const account = accountEmail ?? provider;
      return model === null ? account : say('candidate.renamed', { account, model });
    });
    return [route.pattern, candidates.join(', ')];
  });
  const columns = [{ title: say('column.route') }, { title: say('column.candidates'), flexible: true }];
  context.print(textTable(columns, rows, context.width).trimEnd());
}
