import { existsSync } from 'node:fs';
import { app, Notification, shell } from 'electron';
import type { ErrorCode } from '../../src-shared/contract/error-codes.ts';
import type { Locale } from '../../src-shared/i18n/locale.ts';
import { fail, ok, type Result } from '../core/lib/result.ts';
import type { ShellNotification, ShellPort } from '../core/ports.ts';
import { DEMO_SWITCH } from './app-options.ts';
import { checkForUpdate } from './check-for-update.ts';
import type { StartAtLogin } from './start-at-login/start-at-login.ts';

export interface AppShellOptions {
  /** The language that the page was last used in. */
  readonly locale: () => Locale;
  readonly logFolder: string | null;
  readonly startAtLogin: StartAtLogin;
  /** The arguments that start this installation, without its program. */
  readonly ownArguments: readonly string[];
  onStartAtLoginChanged(): void;
  /** A notification was clicked. */
  onNotificationClicked(notification: ShellNotification): void;
  quit(): void;
}

/** The shell that has a desktop around it. */
export function createAppShell(options: AppShellOptions): ShellPort {
  /** A notification that nobody holds is collected, and its click is lost. */
  const shown = new Set<Notification>();

  return {
    kind: 'app',
    get locale() {
      return options.locale();
    },
    logFolder: options.logFolder,
    loginMethods: ['window', 'browser', 'paste'],
    notify: Notification.isSupported()
      ? (notification) => {
          const native = new Notification({ title: notification.title, body: notification.body });
          shown.add(native);
          native.on('close', () => shown.delete(native));
          native.on('click', () => {
            shown.delete(native);
            options.onNotificationClicked(notification);
          });
          native.show();
        }
      : null,
    startAtLogin: () => options.startAtLogin.isOn(),
    async setStartAtLogin(on) {
      const set = options.startAtLogin.set(on);
      options.onStartAtLoginChanged();
      return set;
    },
    openFolder,
    checkForUpdate: app.isPackaged ? checkForUpdate : null,
    async startDemo() {
      app.relaunch({ args: [...options.ownArguments, DEMO_SWITCH] });
      options.quit();
      return ok(undefined);
    },
  };
}

async function openFolder(path: string): Promise<Result<void, ErrorCode>> {
  if (!existsSync(path)) return fail('system_refused', `${path} is not there yet.`);
  const problem = await shell.openPath(path);
  return problem === '' ? ok(undefined) : fail('system_refused', `${path} could not be shown.`);
}
