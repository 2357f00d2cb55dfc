import { CommandFailure, type ExitCode } from './command-failure.ts';
import type { CommandIo } from './command-io.ts';
import { parseStartOptions, START_USAGE } from './start-options.ts';

/**
 * The command line. Answers with the exit code: 0 done, 1 failed with one sentence on stderr, 2 called
 * wrongly. `start` is read here, by hand, so that it does not wait for the library that the rest uses.
 */
export async function run(argv: readonly string[], io: CommandIo): Promise<ExitCode> {
  try {
    const startArgs = startArguments(argv);
    if (startArgs !== null) return await start(startArgs, io);
    const { runCommand } = await import('./commands/program.ts');
    return await runCommand(argv, io);
  } catch (error) {
    if (error instanceof CommandFailure) {
      io.stderr.write(`${error.message}\n`);
      return error.exitCode;
    }
    throw error;
  }
}

/** The arguments of `start` or `demo`, or null for any other command. `--data-dir` may stand before the word. */
function startArguments(argv: readonly string[]): readonly string[] | null {
  const skipped = argv[0] === '--data-dir' ? 2 : argv[0]?.startsWith('--data-dir=') ? 1 : 0;
  const word = argv[skipped];
  const rest = [...argv.slice(0, skipped), ...argv.slice(skipped + 1)];
  if (word === 'start') return rest;
  return word === 'demo' ? ['--demo', ...rest] : null;
}

async function start(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const options = parseStartOptions(args, io.env);
  if (options === null) {
    io.stdout.write(START_USAGE);
    return 0;
  }
  const { start: startInstance } = await import('./start.ts');
  return (await startInstance(options, io)) === 0 ? 0 : 1;
}
