import type { CallInput, ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import { useCommand } from '../../client/use-command.ts';

/** What every part of the page that changes settings is given. */
export interface SectionProps {
  readonly settings: ProcedureOutput<'settings.get'>['settings'];
  /** True under a `--config` file, which only its owner edits. */
  readonly readOnly: boolean;
  /** Called when something was changed, so that it is read again. */
  readonly onChanged: () => void;
}

/** The shell around the core, and what it can do. */
export type Shell = ProcedureOutput<'shell.get'>;

/** Some settings with their new values. */
export type SettingsChanges = CallInput<'settings.update'>;

/** Changes settings, and says why where that was refused. */
export function useSettingsUpdate(onChanged: () => void) {
  const { run, busy, problem } = useCommand();
  const update = async (changes: SettingsChanges): Promise<boolean> => {
    const done = await run((client) => client.command('settings.update', changes));
    onChanged();
    return done !== null;
  };
  return { update, busy, problem };
}
