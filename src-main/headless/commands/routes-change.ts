import { type Command, Option } from 'commander';
import { strategySchema } from '../../../src-shared/contract/strategy-schema.ts';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import { CommandFailure, wrongUsage } from '../command-failure.ts';
import type { CommandContext } from './command-context.ts';
import { type NamedCandidate, readCandidate, withoutRepeats } from './routes-change-candidates.ts';

interface SetOptions {
  readonly strategy?: (typeof strategySchema.options)[number];
}

/** `rota routes set PATTERN CANDIDATE… [--strategy S]` and `rota routes remove PATTERN` */
export function registerRouteChanges(parent: Command, context: CommandContext): void {
  const { say } = context;
  parent
    .command('set <pattern> <candidate...>')
    .description(say('about.routesSet'))
    .addOption(new Option('--strategy <name>', say('option.strategy')).choices(strategySchema.options))
    .addHelpText('after', () => `\n${say('routes.setHelp')}`)
    .action((pattern: string, words: string[], options: SetOptions) =>
      setRoute(pattern, words, options, context),
    );

  parent
    .command('remove <pattern>')
    .description(say('about.routesRemove'))
    .action(async (pattern: string) => {
      const client = await context.connect();
      context.unwrap(await client.command('routes.remove', { pattern }));
      context.print(say('routes.removed', { pattern }));
    });
}

async function setRoute(
  pattern: string,
  words: readonly string[],
  { strategy }: SetOptions,
  context: CommandContext,
): Promise<void> {
  const { say } = context;
  const client = await context.connect();
  const { accounts } = context.unwrap(await client.query('snapshot.get'));
  const named = withoutRepeats(words.flatMap((word) => candidatesOf(word, accounts, context)));
  const candidates = named.map(({ provider, accountEmail, model }) => ({ provider, accountEmail, model }));
  context.unwrap(await client.command('routes.save', { pattern, strategy: strategy ?? null, candidates }));

  const names = named
    .map(({ accountName: account, model }) =>
      model === null ? account : say('candidate.renamed', { account, model }),
    )
    .join(', ');
  context.print(
    strategy === undefined
      ? say('routes.saved', { pattern, names })
      : say('routes.savedWithStrategy', { pattern, names, strategy }),
  );
}

function candidatesOf(
  word: string,
  accounts: readonly AccountSnapshot[],
  { say }: CommandContext,
): readonly NamedCandidate[] {
  const reading = readCandidate(word, accounts);
  switch (reading.kind) {
    case 'candidates':
      return reading.candidates;
    case 'no-model':
      throw wrongUsage(say('routes.noModel', { name: reading.name }));
    case 'ambiguous':
      throw new CommandFailure(say('routes.ambiguous', { name: reading.name, ids: reading.ids.join(', ') }));
    case 'unknown':
      throw new CommandFailure(
        reading.near === null
          ? say('routes.unknown', { name: reading.name })
          : say('routes.unknownNear', { name: reading.name, near: reading.near }),
      );
  }
}
