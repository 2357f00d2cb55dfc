import type { Command } from 'commander';
import { askForKey } from './ask-for-key.ts';
import type { CommandContext } from './command-context.ts';

/** `rota accounts replace-key ACCOUNT`, the key on stdin. */
export function registerReplaceKey(parent: Command, context: CommandContext): void {
  parent
    .command('replace-key <account>')
    .description(context.say('about.replaceKey'))
    .action(async (account: string) => {
      const client = await context.connect();
      const key = await askForKey(context);
      context.unwrap(await client.command('accounts.replaceKey', { account, key }));
      context.print(context.say('accounts.keyReplaced', { account }));
    });
}
