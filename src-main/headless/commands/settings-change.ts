import type { ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import { assertNever } from '../../../src-shared/lib/assert-never.ts';
import { readLine } from '../read-line.ts';
import type { CommandContext } from './command-context.ts';

type Preview = ProcedureOutput<'claudeCode.preview'>;
type DiffLine = Preview['diff'][number];

/** Shows what would change; where there is somebody to ask and nothing said yes already, asks. */
export async function agreesTo(
  preview: Preview,
  { dryRun = false, yes = false }: { readonly dryRun?: boolean; readonly yes?: boolean },
  context: CommandContext,
): Promise<boolean> {
  const { io, say } = context;
  if (!preview.changes) {
    context.print(say('settingsFile.asItIs', { file: preview.file }));
    return !dryRun;
  }
  context.print(say(preview.exists ? 'settingsFile.changes' : 'settingsFile.made', { file: preview.file }));
  for (const line of preview.diff) context.print(diffText(line));
  if (dryRun) {
    context.print(say('settingsFile.dryRun'));
    return false;
  }
  if (yes || !io.stdin.isTTY) return true;
  io.stderr.write(say('settingsFile.ask'));
  const answer = (await readLine(io.stdin))?.trim() ?? '';
  if (/^(?:y|yes|是|好)$/i.test(answer)) return true;
  context.note(say('settingsFile.declined'));
  return false;
}

function diffText({ kind, text }: DiffLine): string {
  switch (kind) {
    case 'same':
      return `  ${text}`;
    case 'removed':
      return `- ${text}`;
    case 'added':
      return `+ ${text}`;
    default:
      return assertNever(kind);
  }
}
