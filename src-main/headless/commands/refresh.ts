import type { Command } from 'commander';
import { createTimeText } from '../../../src-shared/lib/duration-text.ts';
import type { CommandContext } from './command-context.ts';

/** `rota refresh ACCOUNT` */
export function registerRefresh(parent: Command, context: CommandContext): void {
  parent
    .command('refresh <account>')
    .description(context.say('about.refresh'))
    .action((account: string) => refresh(account, context));
}

async function refresh(account: string, context: CommandContext): Promise<void> {
  const { say, locale } = context;
  const client = await context.connect();
  const { accountEmail, expiresAt } = context.unwrap(await client.command('accounts.refresh', { account }));
  const name = accountEmail ?? account;
  if (expiresAt === null) {
    context.print(say('refresh.doneNoEnd', { account: name }));
    return;
  }
  const { now } = context.unwrap(await client.query('snapshot.get'));
  const when = createTimeText(locale).moment(expiresAt, now);
  context.print(say('refresh.done', { account: name, when }));
}
