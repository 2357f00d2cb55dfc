import type { Command } from 'commander';
import { wrongUsage } from '../command-failure.ts';
import type { CommandContext } from './command-context.ts';

/** `rota logout ACCOUNT | --all` */
export function registerLogout(parent: Command, context: CommandContext): void {
  parent
    .command('logout [account]')
    .description(context.say('about.logout'))
    .option('--all', context.say('option.all'))
    .action((account: string | undefined, options: { readonly all?: boolean }) =>
      logout(account, options.all ?? false, context),
    );
}

async function logout(account: string | undefined, all: boolean, context: CommandContext): Promise<void> {
  if ((account === undefined) !== all) throw wrongUsage(context.say('logout.which'));
  const client = await context.connect();
  if (account === undefined) {
    const { count } = context.unwrap(await client.command('oauth.signOutAll'));
    context.print(context.say('logout.all', { count }));
  } else {
    const { accountEmail } = context.unwrap(await client.command('oauth.signOut', { account }));
    context.print(context.say('logout.done', { account: accountEmail ?? account }));
  }
}
