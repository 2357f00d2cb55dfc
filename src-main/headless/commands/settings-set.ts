import type { Command } from 'commander';
import { wrongUsage } from '../command-failure.ts';
import { textTable } from '../text-table.ts';
import type { CommandContext } from './command-context.ts';
import { generalSettings } from './settings.ts';
import { findKey, SETTING_KEYS, type SettingsChange, valueText } from './settings-keys.ts';
import type { Wish } from './settings-wish.ts';

/** `rota settings set KEY VALUE [KEY VALUE…]`: all of them or none. */
export function registerSettingsSet(parent: Command, context: CommandContext): void {
  const { say } = context;
  parent
    .command('set <key> <value> [more...]')
    .description(say('about.settingsSet'))
    .addHelpText('after', () => `\n${keysHelp(context)}`)
    .action((key: string, value: string, more: string[]) => setSettings([key, value, ...more], context));
}

async function setSettings(words: readonly string[], context: CommandContext): Promise<void> {
  const { say } = context;
  const wishes = readWishes(words, context);
  // Loads the schema of the settings, which no other command needs.
  const { grantWishes } = await import('./settings-wish.ts');
  const granted = grantWishes(wishes, context.locale);
  if (!granted.ok) {
    throw wrongUsage(
      granted.wrong === 'value' ? granted.sentence : say('setting.onOff', { key: granted.key.name }),
    );
  }
  await changeSettings(granted.change, wishes, context);
}

function readWishes(words: readonly string[], { say }: CommandContext): readonly Wish[] {
  const wishes: Wish[] = [];
  for (let index = 0; index < words.length; index += 2) {
    const typed = words[index]!;
    const found = findKey(typed);
    if (found.key === null) {
      throw wrongUsage(
        found.near === null
          ? say('setting.unknown', { key: typed })
          : say('setting.unknownNear', { key: typed, near: found.near }),
      );
    }
    const { key } = found;
    const text = words[index + 1];
    if (key.change === null) throw wrongUsage(say('setting.elsewhere', { key: key.name }));
    if (text === undefined) {
      throw wrongUsage(say('setting.noValue', { key: key.name, takes: say(`takes.${key.change.takes}`) }));
    }
    if (wishes.some((wish) => wish.key === key)) throw wrongUsage(say('setting.twice', { key: key.name }));
    wishes.push({ key, text: text.trim() });
  }
  return wishes;
}

async function changeSettings(
  change: SettingsChange,
  wishes: readonly Wish[],
  context: CommandContext,
): Promise<void> {
  const client = await context.connect();
  const reply = await client.command('settings.update', change);
  // What the app takes is narrower than a file in a few places, e.g. no port 0.
  if (!reply.ok && reply.error.code === 'invalid_input') throw wrongUsage(reply.error.message);
  const { restartNeeded } = context.unwrap(reply);
  const settings = await generalSettings(client, context);
  for (const { key } of wishes) {
    const values = { key: key.name, value: valueText(key.valueIn(settings)) };
    const later = restartNeeded && key.change.atStart;
    context.print(context.say(later ? 'setting.changedLater' : 'setting.changed', values));
  }
}

/** Every setting that can be set, with what it takes. */
function keysHelp({ say }: CommandContext): string {
  const rows = SETTING_KEYS.flatMap(({ name, change }) =>
    change === null ? [] : [[name, say(`takes.${change.takes}`)]],
  );
  const columns = [{ title: say('column.setting') }, { title: say('column.value') }];
  return textTable(columns, rows, Number.POSITIVE_INFINITY);
}
