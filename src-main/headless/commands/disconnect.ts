import type { Command } from 'commander';
import { type PlaceOptions, placeInput, withPlace } from './claude-code-place.ts';
import type { CommandContext } from './command-context.ts';
import { agreesTo } from './settings-change.ts';

interface DisconnectOptions extends PlaceOptions {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** `rota disconnect claude-code [--project|--local [--folder F]] [--dry-run]` */
export function registerDisconnect(parent: Command, context: CommandContext): void {
  const { say } = context;
  withPlace(parent.command('disconnect').description(say('about.disconnect')), context).action(
    (_what: string, options: DisconnectOptions) => disconnect(options, context),
  );
}

async function disconnect(options: DisconnectOptions, context: CommandContext): Promise<void> {
  const place = placeInput(options, context);
  const client = await context.connect();
  const preview = context.unwrap(await client.query('claudeCode.previewDisconnect', place));
  if (!(await agreesTo(preview, options, context))) return;
  const { fingerprint } = preview;
  context.unwrap(await client.command('claudeCode.disconnect', { ...place, fingerprint }));
  if (preview.changes) context.print(context.say('disconnect.done'));
}
