import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { App } from 'electron';
import type { ErrorCode } from '../../../src-shared/contract/error-codes.ts';
import { fail, ok, type Result } from '../../core/lib/result.ts';
import { HIDDEN_SWITCH } from '../app-options.ts';
import { autostartEntry, autostartPath } from './autostart-file.ts';

/** Whether this program starts with the person's session, and the switch for it. */
export interface StartAtLogin {
  /** null where this system cannot. */
  isOn(): boolean | null;
  set(on: boolean): Result<void, ErrorCode>;
  /** Whether this run was begun that way, where the system tells; elsewhere the switch `--hidden` does. */
  wasUsed(): boolean;
}

export interface StartAtLoginOptions {
  readonly app: Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings'>;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeDir: string;
  /** The program and the arguments that start this very installation. */
  readonly command: readonly string[];
}

/** Login items on macOS and Windows, a file in the autostart folder on Linux, which Electron does not write. */
export function createStartAtLogin(options: StartAtLoginOptions): StartAtLogin {
  switch (options.platform) {
    case 'darwin':
    case 'win32':
      return loginItem(options);
    case 'linux':
      return autostartFile(options);
    default:
      return {
        isOn: () => null,
        set: () => fail('not_offered', 'Starting at login is not offered on this system.'),
        wasUsed: () => false,
      };
  }
}

function loginItem({ app, command, platform }: StartAtLoginOptions): StartAtLogin {
  const [path = '', ...rest] = command;
  // Windows compares path and arguments with what is registered; macOS ignores both.
  const item = { path, args: [...rest, HIDDEN_SWITCH] };
  return {
    isOn: () => app.getLoginItemSettings(item).openAtLogin,
    set(on) {
      app.setLoginItemSettings({ ...item, openAtLogin: on });
      return app.getLoginItemSettings(item).openAtLogin === on
        ? ok(undefined)
        : fail('system_refused', 'The system did not take this; look at its own list of login items.');
    },
    // macOS passes no arguments to login items.
    wasUsed: () => platform === 'darwin' && app.getLoginItemSettings(item).wasOpenedAtLogin,
  };
}

function autostartFile({ env, homeDir, command }: StartAtLoginOptions): StartAtLogin {
  const path = autostartPath(env, homeDir);
  return {
    isOn: () => existsSync(path),
    set(on) {
      try {
        if (on) {
          mkdirSync(dirname(path), { recursive: true });
          writeFileSync(path, autostartEntry([...command, HIDDEN_SWITCH]));
        } else {
          rmSync(path, { force: true });
        }
        return ok(undefined);
      } catch {
        return fail('system_refused', `${path} could not be changed.`);
      }
    },
    wasUsed: () => false,
  };
}
