import type { Command } from 'commander';
import type { Snapshot } from '../../../src-shared/model/snapshot.ts';
import { accountRows } from './account-rows.ts';
import { accountDetails, accountTable } from './account-text.ts';
import type { CommandContext } from './command-context.ts';
import { noticeSentence } from './notice-sentence.ts';

interface StatusOptions {
  readonly verbose?: boolean;
  readonly json?: boolean;
}

/** `rota status [-v] [--json]` */
export function registerStatus(parent: Command, context: CommandContext): void {
  parent
    .command('status')
    .description(context.say('about.status'))
    .option('-v, --verbose', context.say('option.verbose'))
    .option('--json', context.say('option.json'))
    .action((options: StatusOptions) => status(options, context));
}

async function status({ verbose, json }: StatusOptions, context: CommandContext): Promise<void> {
  const client = await context.connect();
  const snapshot = context.unwrap(await client.query('snapshot.get'));
  if (json) {
    context.printJson({
      gateway: snapshot.gateway,
      url: snapshot.baseUrl,
      version: snapshot.version,
      simulated: snapshot.simulated,
      read_only_file: snapshot.readOnlyFile,
      notices: snapshot.notices.map((notice) => ({
        code: notice.kind,
        at: new Date(notice.at).toISOString(),
        message: noticeSentence(notice, context),
      })),
      accounts: await accountRows(client, context),
    });
    return;
  }
  for (const line of headLines(snapshot, context)) context.print(line);
  for (const notice of snapshot.notices) context.print(`! ${noticeSentence(notice, context)}`);
  if (snapshot.accounts.length === 0) {
    context.print(context.say('accounts.none'));
  } else if (verbose) {
    for (const account of snapshot.accounts) {
      context.print(`\n${accountDetails(account, snapshot.now, context).join('\n')}`);
    }
  } else {
    context.print(`\n${accountTable(snapshot, context).trimEnd()}`);
  }
}

function headLines(snapshot: Snapshot, { say }: CommandContext): readonly string[] {
  const { gateway, baseUrl: url, readOnlyFile, simulated, version } = snapshot;
  return [
    `Rota ${version} · ${say(`gateway.${gateway}`, { url })}`,
    ...(simulated ? [say('gateway.simulated')] : []),
    ...(readOnlyFile === null ? [] : [say('gateway.readOnly', { file: readOnlyFile })]),
  ];
}
