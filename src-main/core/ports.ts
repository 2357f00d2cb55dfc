import type { ErrorCode } from '../../src-shared/contract/error-codes.ts';
import type { Locale } from '../../src-shared/i18n/locale.ts';
import type { Clock } from './lib/clock.ts';
import type { HeapPort } from './lib/heap-port.ts';
import type { Random } from './lib/random.ts';
import type { Result } from './lib/result.ts';
import type { Secret } from './lib/secret.ts';
import type { LogLevel } from './logging/log-line.ts';
import type { Logger } from './logging/logger.ts';
import type { CodeCapture } from './oauth/code-capture.ts';
import type { ConfClass } from './settings/conf-class.ts';
import type { SettingsSource } from './settings/settings.ts';
import type { KeyStoreChoice } from './vault/choose-key-store.ts';

/** What only a shell can do. A member that is null, and a promise that fails with `not_offered`, is what it cannot. */
export interface ShellPort {
  readonly kind: 'app' | 'headless';
  /** The language of what is shown outside any page, e.g. notifications. */
  readonly locale: Locale;
  /** Where the rotating log files are, or null. */
  readonly logFolder: string | null;
  /** Ways of signing in, the one to offer first in front. */
  readonly loginMethods: readonly ('window' | 'browser' | 'paste')[];
  /** Shows a notification of the system. */
  readonly notify: ((notification: ShellNotification) => void) | null;
  /** Whether Rota starts at login, or null where this shell cannot do that. */
  startAtLogin(): boolean | null;
  setStartAtLogin(on: boolean): Promise<Result<void, ErrorCode>>;
  openFolder(path: string): Promise<Result<void, ErrorCode>>;
  /** The newer version that there is, or null; downloads nothing. Absent where this shell cannot look. */
  readonly checkForUpdate: (() => Promise<Result<string | null, ErrorCode>>) | null;
  /** Starts the program anew on simulated accounts. */
  startDemo(): Promise<Result<void, ErrorCode>>;
}

export interface ShellNotification {
  readonly title: string;
  readonly body: string;
  /** The account to show when it is clicked, or null for the list. */
  readonly accountId: string | null;
}

/** Everything that a shell hands to the core. */
export interface CorePorts {
  readonly version: string;
  readonly clock: Clock;
  readonly random: Random;
  /** Where log lines go; the core decides which. */
  readonly logger: Logger;
  /** The least level that is logged, before what the settings say; absent or null leaves it to them. */
  readonly logLevel?: LogLevel | null;
  /** The process environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The user that runs this process; null on Windows. */
  readonly uid: number | null;
  /** The user's home folder, absolute; Claude Code's settings are below it. */
  readonly homeDir: string;
  /** Absolute; made with mode 0700 where it is missing. */
  readonly dataDir: string;
  readonly settings: SettingsChoice;
  readonly secrets: SecretsChoice;
  /** Listen here instead of where the settings say; null follows the settings. */
  readonly host: string | null;
  readonly port: number | null;
  /** Random per run; opens the management API for the command line. */
  readonly controlToken: Secret;
  /** Folder of the built dashboard. */
  readonly dashboardDir: string;
  /** True where all upstreams are the built-in simulator. */
  readonly simulated: boolean;
  /** Ways of catching the authorization answer that only this shell has, e.g. a window. */
  readonly captures: readonly CodeCapture[];
  readonly shell: ShellPort;
  readonly heap: HeapPort;
}

export type SettingsChoice =
  /** `config.json` in the data folder, through electron-store's own base class or electron-store itself. */
  | { readonly kind: 'store'; readonly base: ConfClass }
  /** A file of the user's, read only. */
  | { readonly kind: 'file'; readonly path: string }
  /** Made elsewhere, e.g. by the demo. */
  | { readonly kind: 'given'; readonly source: SettingsSource };

export type SecretsChoice =
  | { readonly kind: 'vault'; readonly requested: KeyStoreChoice | null }
  /** Nothing is read from or written to disk. */
  | { readonly kind: 'memory' };
