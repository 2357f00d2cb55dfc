import type { Command } from 'commander';
import { wrongUsage } from '../command-failure.ts';
import type { CommandContext } from './command-context.ts';

interface ConfigureOptions {
  readonly proxy?: string;
  readonly hours?: string;
  readonly maxConcurrent?: string;
}

/** `rota accounts configure ACCOUNT [--proxy P] [--hours H] [--max-concurrent N]` */
export function registerConfigure(parent: Command, context: CommandContext): void {
  const { say } = context;
  parent
    .command('configure <account>')
    .description(say('about.configure'))
    .option('--proxy <proxy>', say('option.proxy'))
    .option('--hours <from-to>', say('option.hours'))
    .option('--max-concurrent <number>', say('option.maxConcurrent'))
    .action((account: string, options: ConfigureOptions) => configure(account, options, context));
}

async function configure(account: string, options: ConfigureOptions, context: CommandContext): Promise<void> {
  const { proxy, hours, maxConcurrent } = options;
  if (proxy === undefined && hours === undefined && maxConcurrent === undefined) {
    throw wrongUsage(context.say('configure.nothing'));
  }
  const change = {
    ...(proxy !== undefined && { proxy: proxy === 'system' ? null : proxy }),
    ...(hours !== undefined && { hours: hours === 'always' ? null : hours }),
    ...(maxConcurrent !== undefined && { maxConcurrentRequests: limitOf(maxConcurrent, context) }),
  };
  const client = await context.connect();
  context.unwrap(await client.command('accounts.configure', { account, ...change }));
  context.print(context.say('accounts.configured', { account }));
}

function limitOf(text: string, { say }: CommandContext): number | null {
  if (text === 'none') return null;
  const limit = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > 10_000) throw wrongUsage(say('configure.number'));
  return limit;
}
