import type { shellProcedures } from '../../../../src-shared/contract/shell.ts';
import { ok } from '../../lib/result.ts';
import type { HandlersOf } from '../dispatch.ts';
import type { ManagementServices } from '../services.ts';

/** What the shell around the core offers: the app's window, or a plain process. */
export function shellHandlers({
  shell,
}: Pick<ManagementServices, 'shell'>): HandlersOf<typeof shellProcedures> {
  return {
    'shell.get': () =>
      ok({
        kind: shell.kind,
        dataFolder: shell.dataFolder,
        logFolder: shell.logFolder,
        startAtLogin: shell.startAtLogin(),
        loginMethods: [...shell.loginMethods],
        notifications: shell.notify !== null,
        updates: shell.checkForUpdate !== null,
      }),
    async 'shell.setStartAtLogin'({ on }, context) {
      const set = context.passOn(await shell.setStartAtLogin(on));
      return set.ok ? ok({}) : set;
    },
    async 'shell.openFolder'({ which }, context) {
      const folder = which === 'data' ? shell.dataFolder : shell.logFolder;
      if (folder === null) return context.refuse('not_offered', 'shell.noLogFolder');
      const opened = context.passOn(await shell.openFolder(folder));
      return opened.ok ? ok({}) : opened;
    },
    async 'shell.checkForUpdate'(_input, context) {
      if (shell.checkForUpdate === null) return context.refuse('not_offered', 'shell.noUpdates');
      const found = context.passOn(await shell.checkForUpdate());
      return found.ok ? ok({ available: found.value }) : found;
    },
    async 'shell.startDemo'(_input, context) {
      const started = context.passOn(await shell.startDemo());
      return started.ok ? ok({}) : started;
    },
  };
}
