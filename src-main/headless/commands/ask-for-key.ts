import { CommandFailure } from '../command-failure.ts';
import { readHiddenLine, readLine } from '../read-line.ts';
import type { CommandContext } from './command-context.ts';

/** A key from stdin; at a terminal it is asked for and not shown. Throws a `CommandFailure` where none came. */
export async function askForKey(context: CommandContext): Promise<string> {
  const key = (await readKey(context))?.trim();
  if (!key) throw new CommandFailure(context.say('stdin.empty'));
  return key;
}

function readKey({ io, say }: CommandContext): Promise<string | null> {
  if (!io.stdin.isTTY) return readLine(io.stdin);
  io.stderr.write(say('key.prompt'));
  return readHiddenLine(io.stdin).finally(() => io.stderr.write('\n'));
}
