import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import { CommandFailure } from '../command-failure.ts';
import { connectToInstance, isInstanceGone, readRunFile } from '../control-client.ts';
import { lookAtEnvironment, runLocalDoctor } from '../local-doctor.ts';
import type { CommandContext } from './command-context.ts';

type CheckResult = ProcedureOutput<'doctor.run'>['checks'][number];

const MARKS: Readonly<Record<CheckResult['status'], string>> = {
  fine: '✓',
  warning: '!',
  failed: '✗',
  skipped: '·',
};

/** `rota doctor [--json] [--folder F]` */
export function registerDoctor(parent: Command, context: CommandContext): void {
  const { say } = context;
  parent
    .command('doctor')
    .description(say('about.doctor'))
    .option('--folder <dir>', say('option.doctorFolder'))
    .option('--json', say('option.json'))
    .action((options: { readonly json?: boolean; readonly folder?: string }) =>
      doctor(options.json ?? false, resolve(options.folder ?? '.'), context),
    );
}

async function doctor(json: boolean, folder: string, context: CommandContext): Promise<void> {
  const { say } = context;
  const checks = (await askInstance(folder, context)) ?? (await lookAlone(folder, context));
  if (json) context.printJson({ checks });
  else for (const check of checks) printCheck(check, context);
  const failures = checks.filter(({ status }) => status === 'failed');
  if (failures.length > 0) {
    throw new CommandFailure(say('doctor.failed', { what: failures.map(({ id }) => id).join(', ') }));
  }
}

/** What the running Rota finds; null where none runs. */
async function askInstance(folder: string, context: CommandContext): Promise<readonly CheckResult[] | null> {
  const { io, locale } = context;
  const [run, client] = await Promise.all([
    readRunFile(context.folder()),
    connectToInstance(context.folder(), locale),
  ]);
  if (run === null || client === null) return null;
  const configDir = io.env['CLAUDE_CONFIG_DIR'];
  const reply = await client.query('doctor.run', {
    folder,
    ...(configDir ? { configDir: resolve(configDir) } : {}),
  });
  if (isInstanceGone(reply)) return null;
  const { checks } = context.unwrap(reply);
  const environment = await lookAtEnvironment(io.env, run.url, locale);
  return checks.map((check) => (check.id === environment.id ? environment : check));
}

function lookAlone(folder: string, context: CommandContext): Promise<readonly CheckResult[]> {
  const { io, locale } = context;
  return runLocalDoctor({
    dataDir: context.folder(),
    surroundings: { homeDir: io.env['HOME'] || homedir(), platform: io.platform, environment: io.env },
    folder,
    startCommand: context.commandLine('start'),
    locale,
  });
}

function printCheck({ status, checked, finding, remedy }: CheckResult, context: CommandContext): void {
  context.print(`${MARKS[status]} ${context.say('doctor.line', { checked, finding })}`);
  if (remedy !== null) context.print(`    ${remedy}`);
}
