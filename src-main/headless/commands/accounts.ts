import type { Command } from 'commander';
import { type Column, textTable } from '../text-table.ts';
import { accountRows } from './account-rows.ts';
import { stateText } from './account-text.ts';
import type { CommandContext } from './command-context.ts';

/** `rota accounts [--json]`; the commands that change accounts hang below it. */
export function registerAccounts(parent: Command, context: CommandContext): Command {
  return parent
    .command('accounts')
    .description(context.say('about.accounts'))
    .option('--json', context.say('option.json'))
    .action((options: { readonly json?: boolean }) => listAccounts(options.json ?? false, context));
}

async function listAccounts(json: boolean, context: CommandContext): Promise<void> {
  const { say } = context;
  const client = await context.connect();
  if (json) {
    context.printJson(await accountRows(client, context));
    return;
  }
  const { accounts, now } = context.unwrap(await client.query('snapshot.get'));
  if (accounts.length === 0) {
    context.print(say('accounts.none'));
    return;
  }
  const columns: readonly Column[] = [
    { title: say('column.place'), align: 'right' },
    { title: say('column.account'), flexible: true },
    { title: say('column.id') },
    { title: say('column.provider'), flexible: true },
    { title: say('column.kind') },
    { title: say('column.state') },
  ];
  const rows = accounts.map((account) => [
    String(account.place),
    account.name,
    account.id,
    account.provider,
    say(`kind.${account.kind}`),
    stateText(account, now, context),
  ]);
  context.print(textTable(columns, rows, context.width).trimEnd());
}
