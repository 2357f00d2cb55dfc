import { type Localized, localized } from '../../../src-shared/i18n/localized.ts';
import type { EventBus } from '../events/event-bus.ts';
import type { CloserStack } from '../lib/closer.ts';
import { RotaError } from '../lib/result.ts';
import type { CorePorts } from '../ports.ts';
import type { SettingsSource } from '../settings/settings.ts';
import { openSettingsFile, type SettingsReports } from '../settings/settings-file.ts';
import { problemText, type SettingsProblem } from '../settings/settings-problem.ts';
import { openSettings as openSettingsStore, type SettingsStore } from '../settings/settings-store.ts';
import { SettingsCommands } from './settings-commands.ts';

export interface OpenedSettings {
  readonly source: SettingsSource;
  readonly commands: SettingsCommands;
}

/** Opens the settings that the shell chose. Throws a `RotaError` (`settings_invalid`) with a line for each thing that is wrong. */
export async function openSettings(
  ports: CorePorts,
  bus: EventBus,
  closers: CloserStack,
): Promise<OpenedSettings> {
  const { settings, clock, dataDir, version } = ports;
  if (settings.kind === 'given') return { source: settings.source, commands: new SettingsCommands(null) };

  const reports = reportsTo(ports, bus);
  if (settings.kind === 'file') {
    const opened = await openSettingsFile({ path: settings.path, clock, ...reports });
    if (!opened.ok) throw settingsError(opened.errors);
    closers.add(() => opened.source.close());
    return { source: opened.source, commands: new SettingsCommands(null) };
  }
  const opened = await openSettingsStore(settings.base, { dir: dataDir, clock, version, ...reports });
  if (!opened.ok) throw settingsError(opened.errors);
  const store: SettingsStore = opened.source;
  closers.add(() => store.close());
  return { source: store, commands: new SettingsCommands(store) };
}

function reportsTo({ logger }: CorePorts, bus: EventBus): SettingsReports {
  return {
    onWarnings: (warnings) => {
      for (const { message } of warnings) logger.warn('Settings', { detail: message });
    },
    onRefused: (errors) => {
      const texts = lines(errors);
      logger.error('Settings refused, the last good ones stay in force', { detail: texts.en });
      bus.emit({ kind: 'settings-refused', texts });
    },
    onListenerError: (error) => {
      logger.error('A change of settings was not taken in', {
        detail: error instanceof Error ? error.name : 'unknown',
      });
    },
  };
}

function settingsError(errors: readonly SettingsProblem[]): RotaError {
  const texts = lines(errors);
  return new RotaError('settings_invalid', texts.en, { texts });
}

function lines(errors: readonly SettingsProblem[]): Localized {
  return localized((locale) => errors.map((error) => problemText(error, locale)).join('\n'));
}
