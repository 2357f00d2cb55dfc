import { resolve } from 'node:path';
import { Argument, type Command } from 'commander';
import { wrongUsage } from '../command-failure.ts';
import type { CommandContext } from './command-context.ts';

/** Which settings file of Claude Code a command means. */
export interface PlaceOptions {
  readonly project?: boolean;
  readonly local?: boolean;
  readonly folder?: string;
}

/** A settings file as the management API takes it. */
export interface PlaceInput {
  readonly scope: 'user' | 'project' | 'local';
  readonly folder?: string;
  readonly configDir?: string;
}

/** Adds the word `claude-code` and the options that name a settings file. */
export function withPlace(command: Command, { say }: CommandContext): Command {
  return command
    .addArgument(new Argument('<what>').choices(['claude-code']))
    .option('--project', say('option.project'))
    .option('--local', say('option.local'))
    .option('--folder <dir>', say('option.folder'))
    .option('--dry-run', say('option.dryRun'))
    .option('-y, --yes', say('option.yes'));
}

/** The file that is meant; of a project the one in this folder, unless another is named. */
export function placeInput(
  { project, local, folder }: PlaceOptions,
  { io, say }: CommandContext,
): PlaceInput {
  if (project && local) throw wrongUsage(say('place.both'));
  if (!project && !local) {
    if (folder !== undefined) throw wrongUsage(say('place.folder'));
    const configDir = io.env['CLAUDE_CONFIG_DIR'];
    return { scope: 'user', ...(configDir ? { configDir: resolve(configDir) } : {}) };
  }
  return { scope: project ? 'project' : 'local', folder: resolve(folder ?? '.') };
}
