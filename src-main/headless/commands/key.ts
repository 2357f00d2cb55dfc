import { Argument, type Command } from 'commander';
import type { CommandContext } from './command-context.ts';

/** `rota key client|admin [--rotate]`: the key alone on stdout. */
export function registerKey(parent: Command, context: CommandContext): void {
  parent
    .command('key')
    .description(context.say('about.key'))
    .addArgument(new Argument('<which>').choices(['client', 'admin']))
    .option('--rotate', context.say('option.rotate'))
    .action(async (which: 'client' | 'admin', options: { readonly rotate?: boolean }) => {
      const client = await context.connect();
      const answer = options.rotate
        ? await client.command('keys.rotate', { which })
        : await client.query('keys.show', { which });
      context.print(context.unwrap(answer).key);
    });
}
