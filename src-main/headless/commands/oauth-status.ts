import type { Command } from 'commander';
import { type Column, textTable } from '../text-table.ts';
import type { CommandContext } from './command-context.ts';

/** `rota oauth status [--json]` */
export function registerOauthStatus(parent: Command, context: CommandContext): void {
  parent
    .command('status')
    .description(context.say('about.oauthStatus'))
    .option('--json', context.say('option.json'))
    .action((options: { readonly json?: boolean }) => oauthStatus(options.json ?? false, context));
}

async function oauthStatus(json: boolean, context: CommandContext): Promise<void> {
  const { say } = context;
  const client = await context.connect();
  const status = context.unwrap(await client.query('oauth.status'));
  if (json) {
    context.printJson(status);
    return;
  }
  if (status.tokens.length === 0) {
    context.print(say('oauth.none'));
    return;
  }
  const columns: readonly Column[] = [
    { title: say('column.account'), flexible: true },
    { title: say('column.state') },
    { title: say('column.expires') },
    { title: say('column.used') },
    { title: say('column.requests'), align: 'right' },
  ];
  const rows = status.tokens.map((token) => [
    token.account_email ?? token.account_name,
    token.state,
    token.expires_in_human,
    token.last_used,
    String(token.usage_count),
  ]);
  context.print(textTable(columns, rows, context.width).trimEnd());
}
