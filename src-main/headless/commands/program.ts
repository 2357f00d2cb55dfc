import { Command, CommanderError } from 'commander';
import { rotaVersion } from '../../shell/version.ts';
import type { ExitCode } from '../command-failure.ts';
import type { CommandIo } from '../command-io.ts';
import { START_USAGE } from '../start-options.ts';
import { registerAccounts } from './accounts.ts';
import { registerAddKey } from './accounts-add-key.ts';
import { registerAccountChanges } from './accounts-change.ts';
import { registerConfigure } from './accounts-configure.ts';
import { registerReplaceKey } from './accounts-replace-key.ts';
import { CommandContext } from './command-context.ts';
import { registerConnect } from './connect.ts';
import { registerDisconnect } from './disconnect.ts';
import { registerDoctor } from './doctor.ts';
import { registerEnv } from './env.ts';
import { registerImport } from './import.ts';
import { registerKey } from './key.ts';
import { registerLogin } from './login.ts';
import { registerLogout } from './logout.ts';
import { registerLogs } from './logs.ts';
import { registerMoveKey } from './move-key.ts';
import { registerOauthStatus } from './oauth-status.ts';
import { registerRefresh } from './refresh.ts';
import { registerReport } from './report.ts';
import { registerRequests } from './requests.ts';
import { registerRotateKey } from './rotate-key.ts';
import { registerRoutes } from './routes.ts';
import { registerRouteChanges } from './routes-change.ts';
import { registerExplain } from './routes-explain.ts';
import { registerSettings } from './settings.ts';
import { registerSettingsExport } from './settings-export.ts';
import { registerSettingsReset } from './settings-reset.ts';
import { registerSettingsSet } from './settings-set.ts';
import { registerStatus } from './status.ts';
import { registerUsage } from './usage.ts';

/** Runs every command but `start`. Throws a `CommandFailure` where the command could not do its work. */
export async function runCommand(argv: readonly string[], io: CommandIo): Promise<ExitCode> {
  const program = new Command('rota');
  const context = new CommandContext(io, program);
  const { say } = context;

  program
    .description(say('about'))
    .version(rotaVersion())
    .option('--data-dir <dir>', say('option.dataDir'))
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      outputError: (text, write) => write(`${oneSentence(text)}\n`),
    })
    .exitOverride();

  // Only for the help text: `start` is read without commander, so that a start does not wait for it.
  program.command('start').description(say('about.start')).helpInformation = () => START_USAGE;
  registerStatus(program, context);
  registerLogin(program, context);
  registerLogout(program, context);
  registerRefresh(program, context);

  const accounts = registerAccounts(program, context);
  registerAddKey(accounts, context);
  registerAccountChanges(accounts, context);
  registerReplaceKey(accounts, context);
  registerConfigure(accounts, context);

  const routes = registerRoutes(program, context);
  registerExplain(routes, context);
  registerRouteChanges(routes, context);

  const settings = registerSettings(program, context);
  registerSettingsSet(settings, context);
  registerSettingsExport(settings, context);
  registerSettingsReset(settings, context);

  registerUsage(program, context);
  registerRequests(program, context);
  registerLogs(program, context);

  registerConnect(program, context);
  registerDisconnect(program, context);
  registerDoctor(program, context);
  registerReport(program, context);

  registerEnv(program, context);
  registerKey(program, context);
  registerImport(program, context);
  registerMoveKey(program, context);
  registerRotateKey(program, context);

  const oauth = program.command('oauth').description(say('about.oauth'));
  registerLogin(oauth, context);
  registerOauthStatus(oauth, context);
  registerLogout(oauth, context);

  try {
    await program.parseAsync([...argv], { from: 'user' });
    return 0;
  } catch (error) {
    // Commander has printed what is wrong, or the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
}

/** Commander's message, e.g. "error: unknown option '--al'\n(Did you mean --all?)", on one line. */
function oneSentence(text: string): string {
  const message = text
    .replace(/^error: /, '')
    .trim()
    .replace(/\s*\n\s*/g, ' ');
  return message.charAt(0).toUpperCase() + message.slice(1);
}
