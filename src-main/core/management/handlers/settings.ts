import type { settingsProcedures } from '../../../../src-shared/contract/settings.ts';
import type { termsProcedures } from '../../../../src-shared/contract/terms.ts';
import { ok } from '../../lib/result.ts';
import type { HandlersOf } from '../dispatch.ts';
import { publicSettings } from '../public-settings.ts';
import type { ManagementServices } from '../services.ts';

/** The settings as a whole, and the decision on the terms that stands in them. */
export function settingsHandlers({
  settings,
  settingsEdits,
  terms,
}: Pick<ManagementServices, 'settings' | 'settingsEdits' | 'terms'>): HandlersOf<
  typeof settingsProcedures & typeof termsProcedures
> {
  return {
    'settings.get': () =>
      ok({ readOnlyFile: settings.origin.readOnlyFile, settings: publicSettings(settings.current()) }),
    'settings.update': async (change, context) => context.passOn(await settingsEdits.update(change)),
    'settings.export': async () => ok({ yaml: await settingsEdits.exportYaml() }),
    async 'settings.import'(file, context) {
      const done = context.passOn(await settingsEdits.import(file));
      if (!done.ok) return done;
      const { warnings, ...report } = done.value;
      return ok({ ...report, warnings: warnings.map((warning) => warning[context.locale]) });
    },
    async 'settings.reset'(_input, context) {
      const done = context.passOn(await settingsEdits.reset());
      return done.ok ? ok({}) : done;
    },
    'terms.get': () => ok({ acceptedAt: settings.current().termsAcceptedAt }),
    async 'terms.accept'(_input, context) {
      const done = context.passOn(await terms.accept());
      return done.ok ? ok({}) : done;
    },
    async 'terms.withdraw'(_input, context) {
      const done = context.passOn(await terms.withdraw());
      return done.ok ? ok({}) : done;
    },
  };
}
