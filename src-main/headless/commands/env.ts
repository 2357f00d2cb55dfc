import type { Command } from 'commander';
import { type CommandContext, quoted } from './command-context.ts';

/** `rota env`: lines for a shell to read, `eval "$(rota env)"` or in PowerShell `rota env | Invoke-Expression`. */
export function registerEnv(parent: Command, context: CommandContext): void {
  parent
    .command('env')
    .description(context.say('about.env'))
    .action(async () => {
      const client = await context.connect();
      const { variables } = context.unwrap(await client.query('env.get'));
      for (const { name, value } of variables) {
        context.print(
          context.io.platform === 'win32'
            ? `$env:${name} = '${value.replaceAll("'", "''")}'`
            : `export ${name}=${quoted(value)}`,
        );
      }
    });
}
