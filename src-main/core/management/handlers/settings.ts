import type { settingsProcedures } from '../../../../src-shared/contract/settings.ts';
import type { termsProcedures } from '../../../../src-shared/contract/terms.ts';
import { ok } from '../../lib/result.ts';
import type { HandlersOf } from '../dispatch.ts';
import { publicSettings } from '../public-settings.ts';
import type { ManagementServices } from '../services.ts';

/** Reading the settings, and the decision on the terms that stands in them. */
export function settingsHandlers({
  settings,
  terms,
}: Pick<ManagementServices, 'settings' | 'terms'>): HandlersOf<
  typeof settingsProcedures & typeof termsProcedures
> {
  return {
    'settings.get': () =>
      ok({ readOnlyFile: settings.origin.readOnlyFile, settings: publicSettings(settings.current()) }),
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
