import type { Command } from 'commander';
import type { CommandContext } from './command-context.ts';
import { generalSettings } from './settings.ts';

/** `rota settings reset` */
export function registerSettingsReset(parent: Command, context: CommandContext): void {
  parent
    .command('reset')
    .description(context.say('about.settingsReset'))
    .action(() => resetSettings(context));
}

async function resetSettings(context: CommandContext): Promise<void> {
  const { say } = context;
  const client = await context.connect();
  const before = await generalSettings(client, context);
  context.unwrap(await client.command('settings.reset'));
  const { server } = await generalSettings(client, context);
  context.print(say('settings.reset'));
  if (server.port !== before.server.port) {
    context.print(say('setting.changedLater', { key: 'port', value: server.port }));
  }
}
