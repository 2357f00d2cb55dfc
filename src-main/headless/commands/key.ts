import type { Command } from 'commander';
import { textTable } from '../text-table.ts';
import type { CommandContext } from './command-context.ts';

/** Longest name of a key, in characters; the contract refuses longer ones. */
const MAX_NAME_LENGTH = 100;

interface ClientKeyOptions {
  readonly only?: string;
  readonly name?: string;
  readonly rotate?: boolean;
}

/** `rota key client|admin|list|remove …`: `client` and `admin` print the key alone on stdout. */
export function registerKey(parent: Command, context: CommandContext): void {
  const { say } = context;
  const key = parent.command('key').description(say('about.key'));
  key
    .command('client')
    .description(say('about.keyClient'))
    .option('--only <accounts>', say('option.only'))
    .option('--name <name>', say('option.keyName'))
    .option('--rotate', say('option.rotate'))
    .action((options: ClientKeyOptions) => clientKey(options, context));
  key
    .command('admin')
    .description(say('about.keyAdmin'))
    .option('--rotate', say('option.rotate'))
    .action(async ({ rotate }: { readonly rotate?: boolean }) => {
      const client = await context.connect();
      const answer = rotate
        ? await client.command('keys.rotate', { which: 'admin' })
        : await client.query('keys.show', { which: 'admin' });
      context.print(context.unwrap(answer).key);
    });
  key
    .command('list')
    .description(say('about.keyList'))
    .option('--json', say('option.json'))
    .action((options: { readonly json?: boolean }) => listKeys(options.json ?? false, context));
  key
    .command('remove <name>')
    .description(say('about.keyRemove'))
    .action(async (name: string) => {
      const client = await context.connect();
      context.unwrap(await client.command('keys.remove', { name }));
      context.note(say('keys.removed', { name }));
    });
}

/** With `--only` the key of that name is bound first, and made where there is none. */
async function clientKey({ only, name, rotate }: ClientKeyOptions, context: CommandContext): Promise<void> {
  const client = await context.connect();
  const accounts = only?.split(',').map((account) => account.trim());
  const keyName = name ?? accounts?.join('+').slice(0, MAX_NAME_LENGTH);
  if (accounts !== undefined && keyName !== undefined) {
    context.unwrap(await client.command('keys.create', { name: keyName, accounts }));
    context.note(context.say('keys.bound', { name: keyName, accounts: accounts.join(', ') }));
  }
  const wanted = { which: 'client', ...(keyName !== undefined && { name: keyName }) } as const;
  const answer = rotate
    ? await client.command('keys.rotate', wanted)
    : await client.query('keys.show', wanted);
  context.print(context.unwrap(answer).key);
}

async function listKeys(json: boolean, context: CommandContext): Promise<void> {
  const { say } = context;
  const client = await context.connect();
  const { keys } = context.unwrap(await client.query('keys.list'));
  if (json) {
    context.printJson(keys);
    return;
  }
  if (keys.length === 0) {
    context.print(say('keys.none'));
    return;
  }
  const columns = [{ title: say('column.key') }, { title: say('column.only'), flexible: true }];
  const rows = keys.map(({ name, accounts }) => [
    name,
    accounts.length === 0 ? say('keys.nobody') : accounts.map((account) => account.name).join(', '),
  ]);
  context.print(textTable(columns, rows, context.width).trimEnd());
}
