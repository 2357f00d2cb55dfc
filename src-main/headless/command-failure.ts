/** What the program ends with: done, failed, or called wrongly. */
export type ExitCode = 0 | 1 | 2;

/** A command could not do its work; the message is the one sentence for stderr. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** The command was called wrongly. */
export function wrongUsage(message: string): CommandFailure {
  return new CommandFailure(message, 2);
}
