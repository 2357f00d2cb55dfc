import type { Command } from 'commander';
import type { CommandContext } from './command-context.ts';

/** `rota accounts order|enable|disable|rename|remove|restore …` */
export function registerAccountChanges(parent: Command, context: CommandContext): void {
  const { say } = context;
  const sub = (name: string, about: string) => parent.command(name).description(about);

  sub('order <account...>', say('about.order')).action(async (accounts: string[]) => {
    const client = await context.connect();
    const { accountIds } = context.unwrap(await client.command('accounts.order', { accounts }));
    const snapshot = context.unwrap(await client.query('snapshot.get'));
    const names = accountIds.map((id) => snapshot.accounts.find((one) => one.id === id)?.name ?? id);
    context.print(say('accounts.ordered', { names: names.join(', ') }));
  });

  sub('enable <account...>', say('about.enable')).action(async (accounts: string[]) => {
    const client = await context.connect();
    context.unwrap(await client.command('accounts.setEnabled', { accounts, enabled: true }));
    context.print(say('accounts.enabled', { names: accounts.join(', ') }));
  });

  sub('disable <account...>', say('about.disable')).action(async (accounts: string[]) => {
    const client = await context.connect();
    context.unwrap(await client.command('accounts.setEnabled', { accounts, enabled: false }));
    context.print(say('accounts.disabled', { names: accounts.join(', ') }));
  });

  sub('rename <account> <name>', say('about.rename')).action(async (account: string, name: string) => {
    const client = await context.connect();
    context.unwrap(await client.command('accounts.rename', { account, name }));
    context.print(say('accounts.renamed', { account, name }));
  });

  sub('remove <account...>', say('about.remove')).action(async (accounts: string[]) => {
    const client = await context.connect();
    const { accountIds } = context.unwrap(await client.command('accounts.remove', { accounts }));
    context.print(say('accounts.removed', { names: accounts.join(', ') }));
    const command = context.commandLine(`accounts restore ${accountIds.join(' ')}`);
    context.note(say('accounts.undo', { command }));
  });

  sub('restore <id...>', say('about.restore')).action(async (accountIds: string[]) => {
    const client = await context.connect();
    context.unwrap(await client.command('accounts.restore', { accountIds }));
    const { accounts } = context.unwrap(await client.query('snapshot.get'));
    const names = accounts.filter(({ id }) => accountIds.includes(id)).map(({ name }) => name);
    context.print(say('accounts.restored', { names: names.join(', ') }));
  });
}
