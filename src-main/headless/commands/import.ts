import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import { problemText } from '../../core/settings/settings-problem.ts';
import { readSettingsText } from '../../core/settings/settings-text.ts';
import { CommandFailure } from '../command-failure.ts';
import type { CommandContext } from './command-context.ts';
import { termsNote } from './terms-note.ts';

interface ImportOptions {
  readonly dryRun?: boolean;
  readonly acceptTerms?: boolean;
}

type Import = ProcedureOutput<'settings.import'>;

/** `rota import FILE [--dry-run] [--accept-terms]` */
export function registerImport(parent: Command, context: CommandContext): void {
  const { say } = context;
  parent
    .command('import <file>')
    .description(say('about.import'))
    .option('--dry-run', say('option.importDryRun'))
    .option('--accept-terms', say('option.acceptTerms'))
    .action((file: string, options: ImportOptions) => importFile(file, options, context));
}

async function importFile(
  file: string,
  { dryRun = false, acceptTerms = false }: ImportOptions,
  context: CommandContext,
): Promise<void> {
  const { say } = context;
  const client = await context.connect();
  const read = await readSettingsText(resolve(file));
  if (!read.ok) throw new CommandFailure(problemText(read.error, context.locale));
  const request = { fileName: file, text: read.value, acceptTerms };

  const plan = context.unwrap(await client.command('settings.import', { ...request, dryRun: true }));
  for (const warning of plan.warnings) context.note(warning);
  if (plan.termsAccepted) context.note(termsNote(context.locale));
  for (const line of linesOf(plan, context)) context.print(line);
  if (!plan.changed) {
    context.print(say('import.nothing', { file }));
    return;
  }
  if (!dryRun) context.unwrap(await client.command('settings.import', request));
  context.print(say(dryRun ? 'import.dryRun' : 'import.done'));
}

/** What the import does, each thing on a line of its own. */
function linesOf(plan: Import, { say }: CommandContext): readonly string[] {
  const lines = [
    ...plan.accountsAdded.map((name) => say('import.account', { name })),
    ...plan.routesAdded.map((pattern) => say('import.route', { pattern })),
    ...(plan.secretsMoved === 0 ? [] : [say('import.secrets', { count: plan.secretsMoved })]),
    ...(plan.termsAccepted ? [say('import.terms')] : []),
  ];
  // What is left are OAuth providers and the few general settings.
  if (plan.changed && lines.length === 0) lines.push(say('import.other'));
  return [...lines, ...plan.accountsAlreadyThere.map((name) => say('import.accountThere', { name }))];
}
