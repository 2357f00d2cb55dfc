/** How this installation is started. */
export interface OwnCommand {
  /** The program, then its arguments. */
  readonly command: readonly string[];
  /** What the person gave beside it. */
  readonly given: readonly string[];
}

export interface ProcessFacts {
  readonly isPackaged: boolean;
  readonly argv: readonly string[];
  readonly execPath: string;
  readonly appPath: string;
  /** The file that was started, where the program unpacks itself first (AppImage). */
  readonly appImage: string | undefined;
}

/** Tells the program from its arguments: run from sources, Electron's first argument is the app's folder. */
export function ownCommand({ isPackaged, argv, execPath, appPath, appImage }: ProcessFacts): OwnCommand {
  return isPackaged
    ? { command: [appImage ?? execPath], given: argv.slice(1) }
    : { command: [execPath, appPath], given: argv.slice(2) };
}
