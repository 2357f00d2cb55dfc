import { fail } from '../core/lib/result.ts';
import type { ShellPort } from '../core/ports.ts';

const notOffered = async () =>
  fail('not_offered', 'This Rota runs without a desktop; use the app, or your system’s own tools.');

/** The shell of a plain process: people sign in by browser or paste, and nothing can be shown. */
export function headlessShell(options: { readonly logFolder: string | null }): ShellPort {
  return {
    kind: 'headless',
    locale: 'en',
    logFolder: options.logFolder,
    loginMethods: ['browser', 'paste'],
    notify: null,
    checkForUpdate: null,
    startAtLogin: () => null,
    setStartAtLogin: notOffered,
    openFolder: notOffered,
    startDemo: notOffered,
  };
}
