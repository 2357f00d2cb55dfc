import type { Command } from 'commander';
import { type CommandContext, quoted } from './command-context.ts';

interface Variable {
  readonly name: string;
  readonly value: string;
}

/**
 * `rota env`: lines for a shell to read, `eval "$(rota env)"` or in PowerShell `rota env | Invoke-Expression`.
 * `rota env --key NAME`: what a project's `.claude/settings.local.json` needs to use that key.
 */
export function registerEnv(parent: Command, context: CommandContext): void {
  const { say } = context;
  parent
    .command('env')
    .description(say('about.env'))
    .option('--key <name>', say('option.key'))
    .action(async ({ key }: { readonly key?: string }) => {
      const client = await context.connect();
      if (key === undefined) {
        const { variables } = context.unwrap(await client.query('env.get'));
        for (const variable of variables) context.print(shellLine(variable, context));
        return;
      }
      const { variables } = context.unwrap(await client.query('env.get', { name: key }));
      context.printJson({ env: Object.fromEntries(variables.map(({ name, value }) => [name, value])) });
      context.note(say('env.project'));
    });
}

function shellLine({ name, value }: Variable, { io }: CommandContext): string {
  return io.platform === 'win32'
    ? `$env:${name} = '${value.replaceAll("'", "''")}'`
    : `export ${name}=${quoted(value)}`;
}
