import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { errorCodeOf } from '../../core/settings/settings-text.ts';
import { CommandFailure } from '../command-failure.ts';
import type { CommandContext } from './command-context.ts';

/** The export holds no secret, but names and addresses that are nobody else's business. */
const PRIVATE_FILE_MODE = 0o600;

/** `rota settings export [FILE] [--force]`: YAML on stdout, or in a file. */
export function registerSettingsExport(parent: Command, context: CommandContext): void {
  const { say } = context;
  parent
    .command('export [file]')
    .description(say('about.settingsExport'))
    .option('--force', say('option.force'))
    .action((file: string | undefined, { force = false }: { readonly force?: boolean }) =>
      exportSettings(file, force, context),
    );
}

async function exportSettings(
  file: string | undefined,
  force: boolean,
  context: CommandContext,
): Promise<void> {
  const { say } = context;
  const client = await context.connect();
  const { yaml } = context.unwrap(await client.query('settings.export'));
  if (file === undefined) {
    context.io.stdout.write(yaml);
    return;
  }
  try {
    await (force ? replaceFile : writeNewFile)(resolve(file), yaml);
  } catch (error) {
    const reason = errorCodeOf(error);
    throw new CommandFailure(
      reason === 'EEXIST' ? say('export.exists', { file }) : say('export.failed', { file, reason }),
    );
  }
  context.print(say('export.written', { file }));
}

/** Makes the file, or fails with `EEXIST` where anything has that name. Leaves no half of it behind. */
async function writeNewFile(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', PRIVATE_FILE_MODE);
  try {
    await file.writeFile(text);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

/** Puts the file in the place of whatever has that name: the old one stays whole until the new one is. */
async function replaceFile(path: string, text: string): Promise<void> {
  const written = `${path}.${randomUUID()}.tmp`;
  await writeNewFile(written, text);
  try {
    await rename(written, path);
  } catch (error) {
    await rm(written, { force: true });
    throw error;
  }
}
