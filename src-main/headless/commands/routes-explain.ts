import type { Command } from 'commander';
import { createReasonFormatter } from '../../../src-shared/i18n/reason-text.ts';
import type { PlanEntry } from '../../../src-shared/model/routing-reason.ts';
import type { CommandContext } from './command-context.ts';

interface ExplainOptions {
  readonly session?: string;
  readonly key?: string;
  readonly json?: boolean;
}

/** `rota routes explain MODEL [--session S] [--key NAME]`: the plan, each candidate with its reason. */
export function registerExplain(parent: Command, context: CommandContext): void {
  const { say } = context;
  parent
    .command('explain <model>')
    .description(say('about.explain'))
    .option('--session <id>', say('option.session'))
    .option('--key <name>', say('option.explainKey'))
    .option('--json', say('option.json'))
    .action((model: string, _own: unknown, command: Command) =>
      // `--json` is also the parent's, which then takes it.
      explain(model, command.optsWithGlobals<ExplainOptions>(), context),
    );
}

async function explain(
  model: string,
  { session, key, json }: ExplainOptions,
  context: CommandContext,
): Promise<void> {
  const { say } = context;
  const client = await context.connect();
  const plan = context.unwrap(await client.query('routes.explain', { model, session, key }));
  if (json) {
    context.printJson(plan);
    return;
  }
  const { now } = context.unwrap(await client.query('snapshot.get'));
  context.print(plan.route === null ? say('routes.all') : say('routes.matched', { route: plan.route }));
  if (!plan.entries.some(({ verdict }) => verdict === 'chosen')) context.print(say('routes.noAccount'));
  for (const [index, entry] of plan.entries.entries()) {
    for (const line of entryLines(index + 1, entry, now, context)) context.print(line);
  }
}

function entryLines(
  place: number,
  entry: PlanEntry,
  now: number,
  context: CommandContext,
): readonly string[] {
  const { say, locale } = context;
  const account =
    entry.model === null
      ? entry.accountName
      : say('candidate.renamed', { account: entry.accountName, model: entry.model });
  const why = context.sentences(createReasonFormatter(locale)(entry.reason, now));
  return [`${place}  ${account}  ${say(`verdict.${entry.verdict}`)}`, `   ${why}`];
}
