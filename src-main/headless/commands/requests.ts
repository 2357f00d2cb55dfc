import type { Command } from 'commander';
import type { ManagementClient } from '../../../src-shared/contract/client.ts';
import type { RequestFacts } from '../../../src-shared/model/request-facts.ts';
import { CommandFailure, wrongUsage } from '../command-failure.ts';
import type { CommandContext } from './command-context.ts';
import { requestLine, requestStory } from './request-text.ts';

interface RequestsOptions {
  readonly follow?: boolean;
  readonly number: string;
  readonly json?: boolean;
}

/** As many as the interface gives out at once. */
const MAX_REQUESTS = 500;

/** `rota requests [--follow] [-n N] [--json]` lists them, `rota requests ID` tells the story of one. */
export function registerRequests(parent: Command, context: CommandContext): void {
  const { say } = context;
  parent
    .command('requests [id]')
    .description(say('about.requests'))
    .option('-n, --number <count>', say('option.number'), '20')
    .option('--follow', say('option.follow'))
    .option('--json', say('option.json'))
    .action((id: string | undefined, options: RequestsOptions) =>
      id === undefined ? list(options, context) : tell(id, options, context),
    );
}

async function tell(id: string, { json }: RequestsOptions, context: CommandContext): Promise<void> {
  const client = await context.connect();
  const { request } = context.unwrap(await client.query('requests.find', { id }));
  if (request === null) throw new CommandFailure(context.say('requests.unknown', { id }));
  if (json) return context.printJson(request);
  const names = await accountNames(client, context);
  for (const line of requestStory(request, names, context)) context.print(line);
}

async function list(options: RequestsOptions, context: CommandContext): Promise<void> {
  const limit = countOf(options.number, context);
  const client = await context.connect();
  const first = await newest(client, limit, context);
  const names = await accountNames(client, context);
  const print = (requests: readonly RequestFacts[]) => {
    for (const facts of requests) {
      context.print(
        options.follow && options.json ? JSON.stringify(facts) : requestLine(facts, names, context),
      );
    }
  };
  if (options.json && !options.follow) return context.printJson(first);
  if (first.length === 0 && !options.follow) return context.print(context.say('requests.none'));
  print(first.toReversed());
  if (options.follow) await follow(client, first, print, context);
}

/** Prints what comes, until the program is ended. */
function follow(
  client: ManagementClient,
  printed: readonly RequestFacts[],
  print: (requests: readonly RequestFacts[]) => void,
  context: CommandContext,
): Promise<never> {
  const seen = new Set(printed.map(({ id }) => id));
  let finished = -1;
  let asking = Promise.resolve();
  const look = async () => {
    const requests = await newest(client, MAX_REQUESTS, context);
    const news = requests.filter(({ id }) => !seen.has(id)).reverse();
    for (const { id } of news) seen.add(id);
    print(news);
  };
  return new Promise((_resolve, reject) => {
    const subscription = client.subscribe({
      onSnapshot({ finishedRequests }) {
        if (finishedRequests === finished) return;
        finished = finishedRequests;
        asking = asking.then(look).catch((error: unknown) => {
          subscription[Symbol.dispose]();
          reject(error);
        });
      },
    });
  });
}

/** Newest first. */
async function newest(client: ManagementClient, limit: number, context: CommandContext) {
  return context.unwrap(await client.query('requests.recent', { limit })).requests;
}

async function accountNames(
  client: ManagementClient,
  context: CommandContext,
): Promise<ReadonlyMap<string, string>> {
  const { accounts } = context.unwrap(await client.query('snapshot.get'));
  return new Map(accounts.map(({ id, name }) => [id, name]));
}

function countOf(text: string, { say }: CommandContext): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > MAX_REQUESTS) {
    throw wrongUsage(say('option.numberWrong', { most: MAX_REQUESTS }));
  }
  return count;
}
