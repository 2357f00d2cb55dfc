import type { Command } from 'commander';
import type { ManagementClient } from '../../../src-shared/contract/client.ts';
import { textTable } from '../text-table.ts';
import type { CommandContext } from './command-context.ts';
import { type GeneralSettings, SETTING_KEYS, valueText } from './settings-keys.ts';

/** `rota settings [--json]`; the commands that change settings hang below it. */
export function registerSettings(parent: Command, context: CommandContext): Command {
  return parent
    .command('settings')
    .description(context.say('about.settings'))
    .option('--json', context.say('option.json'))
    .action((options: { readonly json?: boolean }) => listSettings(options.json ?? false, context));
}

/** The general settings in force. */
export async function generalSettings(
  client: ManagementClient,
  context: CommandContext,
): Promise<GeneralSettings> {
  return context.unwrap(await client.query('settings.get')).settings;
}

async function listSettings(json: boolean, context: CommandContext): Promise<void> {
  const { say } = context;
  const client = await context.connect();
  const { readOnlyFile, settings } = context.unwrap(await client.query('settings.get'));
  if (json) {
    const values = SETTING_KEYS.map(({ name, valueIn }) => [name, valueIn(settings)]);
    context.printJson({ read_only_file: readOnlyFile, settings: Object.fromEntries(values) });
    return;
  }
  if (readOnlyFile !== null) context.print(say('gateway.readOnly', { file: readOnlyFile }));
  const rows = SETTING_KEYS.map(({ name, valueIn }) => [name, valueText(valueIn(settings))]);
  const columns = [{ title: say('column.setting') }, { title: say('column.value'), flexible: true }];
  context.print(textTable(columns, rows, context.width).trimEnd());
}
