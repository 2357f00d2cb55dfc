import { createReasonFormatter } from '../../../src-shared/i18n/reason-text.ts';
import type { RequestFacts } from '../../../src-shared/model/request-facts.ts';
import type { CommandContext } from './command-context.ts';

/** One request on one line: when, which, what, who, how it ended, how long, how much. */
export function requestLine(
  facts: RequestFacts,
  names: ReadonlyMap<string, string>,
  { say, locale }: CommandContext,
): string {
  const { accountId, usage } = facts;
  const tokens =
    usage === null
      ? ''
      : `  ${say('requests.tokens', { input: inputOf(usage), output: usage.outputTokens })}`;
  return [
    clockText(facts.startedAt, locale),
    facts.id,
    facts.model ?? facts.path,
    accountId === null ? '–' : (names.get(accountId) ?? accountId),
    facts.status ?? '–',
    say(`outcome.${facts.outcome}`),
    secondsText(facts.durationMs, locale),
  ]
    .join('  ')
    .concat(tokens);
}

/** One request in sentences: what was asked, every attempt with its reason, who was left out, how it ended. */
export function requestStory(
  facts: RequestFacts,
  names: ReadonlyMap<string, string>,
  context: CommandContext,
): readonly string[] {
  const { say, locale } = context;
  const reasonText = createReasonFormatter(locale);
  const nameOf = (id: string) => names.get(id) ?? id;
  const why = (reason: Parameters<typeof reasonText>[0]) =>
    context.sentences(reasonText(reason, facts.startedAt));
  const { model, modelServed } = facts;
  const renamed = modelServed !== null && modelServed !== model;
  return [
    say('story.asked', {
      id: facts.id,
      when: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(
        facts.startedAt,
      ),
      method: facts.method,
      path: facts.path,
    }),
    ...(model === null ? [] : [say('story.model', { model })]),
    ...(renamed ? [say('story.renamed', { model: modelServed })] : []),
    ...(facts.keyName === null ? [] : [say('story.key', { key: facts.keyName })]),
    facts.route === null ? say('routes.all') : say('routes.matched', { route: facts.route }),
    ...facts.attempts.flatMap((attempt, index) => [
      say('story.attempt', {
        number: index + 1,
        account: nameOf(attempt.accountId),
        outcome: attempt.outcome,
        status: attempt.status ?? '–',
        took: secondsText(attempt.durationMs, locale),
      }),
      `   ${why(attempt.reason)}`,
    ]),
    ...facts.passedOver.map(({ accountId, reason }) =>
      say('story.passedOver', { account: nameOf(accountId), why: why(reason) }),
    ),
    say(`story.${facts.outcome}`, { status: facts.status ?? '–' }),
    ...(facts.incomplete && facts.status !== null ? [say('story.incomplete')] : []),
    ...timeLines(facts, context),
    ...usageLines(facts, context),
  ];
}

function timeLines(facts: RequestFacts, { say, locale }: CommandContext): readonly string[] {
  const whole = secondsText(facts.durationMs, locale);
  if (facts.firstByteMs === null) return [say('story.time', { whole })];
  const first = secondsText(facts.firstByteMs, locale);
  const { addedMs } = facts;
  return addedMs === null
    ? [say('story.firstByte', { first, whole })]
    : [say('story.added', { first, whole, added: addedMs.toFixed(2) })];
}

function usageLines({ usage }: RequestFacts, { say, locale }: CommandContext): readonly string[] {
  if (usage === null) return [say('story.noUsage')];
  const count = new Intl.NumberFormat(locale);
  return [
    say('story.usage', {
      input: count.format(usage.inputTokens),
      output: count.format(usage.outputTokens),
      read: count.format(usage.cacheReadInputTokens),
      written: count.format(usage.cacheCreationInputTokens),
    }),
  ];
}

function inputOf(usage: NonNullable<RequestFacts['usage']>): number {
  return usage.inputTokens + usage.cacheReadInputTokens + usage.cacheCreationInputTokens;
}

function clockText(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    hourCycle: 'h23',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).format(at);
}

function secondsText(ms: number, locale: string): string {
  const digits = ms < 10_000 ? 2 : 0;
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(ms / 1_000)} s`;
}
