import { type Command, Option } from 'commander';
import { askForKey } from './ask-for-key.ts';
import type { CommandContext } from './command-context.ts';

interface AddKeyOptions {
  readonly name: string;
  readonly provider?: string;
  readonly baseUrl?: string;
  readonly authType?: 'api_key' | 'auth_token';
}

/** `rota accounts add-key --name N [--provider P] [--base-url U] [--auth-type …]`, the key on stdin. */
export function registerAddKey(parent: Command, context: CommandContext): void {
  const { say } = context;
  parent
    .command('add-key')
    .description(say('about.addKey'))
    .requiredOption('--name <name>', say('option.name'))
    .option('--provider <name>', say('option.provider'))
    .option('--base-url <url>', say('option.baseUrl'))
    .addOption(new Option('--auth-type <type>', say('option.authType')).choices(['api_key', 'auth_token']))
    .action((options: AddKeyOptions) => addKey(options, context));
}

async function addKey(options: AddKeyOptions, context: CommandContext): Promise<void> {
  const client = await context.connect();
  const key = await askForKey(context);
  const { name, provider, baseUrl, authType } = options;
  const added = context.unwrap(
    await client.command('accounts.addKey', { name, provider, baseUrl, authType, key }),
  );
  context.print(context.say('accounts.added', { name: added.name, id: added.accountId }));
}
