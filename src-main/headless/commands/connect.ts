import type { Command } from 'commander';
import { isSameAddress } from '../../core/claude-code/connection.ts';
import { CommandFailure } from '../command-failure.ts';
import { liveCheck } from '../live-check.ts';
import { type PlaceInput, type PlaceOptions, placeInput, withPlace } from './claude-code-place.ts';
import type { CommandContext } from './command-context.ts';
import { agreesTo } from './settings-change.ts';

interface ConnectOptions extends PlaceOptions {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly keepSignIn?: boolean;
  readonly key?: string;
}

/** `rota connect claude-code [--project|--local [--folder F]] [--dry-run] [--keep-sign-in] [--key NAME]` */
export function registerConnect(parent: Command, context: CommandContext): void {
  const { say } = context;
  withPlace(parent.command('connect').description(say('about.connect')), context)
    .option('--keep-sign-in', say('option.keepSignIn'))
    .option('--key <name>', say('option.connectKey'))
    .action((_what: string, options: ConnectOptions) => connect(options, context));
}

async function connect(options: ConnectOptions, context: CommandContext): Promise<void> {
  const { say } = context;
  const place = placeInput(options, context);
  const asked = { ...place, keepSignIn: options.keepSignIn ?? false, key: options.key };
  const client = await context.connect();
  const preview = context.unwrap(await client.query('claudeCode.preview', asked));
  if (!(await agreesTo(preview, options, context))) return;

  const { fingerprint } = preview;
  const state = context.unwrap(await client.command('claudeCode.connect', { ...asked, fingerprint }));
  const live = await liveCheck(state.file);
  if (live !== 'open') throw new CommandFailure(say(`connect.${live}`, { file: state.file }));
  context.print(say('connect.done'));
  for (const note of notes(place, state, context)) context.note(note);
}

/** What the person should know beside that it worked. */
function notes(
  place: PlaceInput,
  { baseUrl, keepSignIn }: { readonly baseUrl: string | null; readonly keepSignIn: boolean },
  { io, say }: CommandContext,
): readonly string[] {
  const elsewhere = io.env['ANTHROPIC_BASE_URL'];
  const overridden = Boolean(elsewhere) && !isSameAddress(elsewhere ?? '', baseUrl ?? '');
  return [
    ...(keepSignIn ? [say('connect.keptSignIn')] : []),
    ...(place.scope === 'project' ? [say('connect.shared')] : []),
    ...(overridden ? [say('connect.environment', { url: elsewhere ?? '' })] : []),
  ];
}
