import type { Clock } from './lib/clock.ts';
import type { Random } from './lib/random.ts';
import type { Secret } from './lib/secret.ts';
import type { Logger } from './logging/logger.ts';
import type { CodeCapture } from './oauth/code-capture.ts';
import type { ConfClass } from './settings/conf-class.ts';
import type { SettingsSource } from './settings/settings.ts';
import type { KeyStoreChoice } from './vault/choose-key-store.ts';

/** Everything that a shell hands to the core. */
export interface CorePorts {
  readonly version: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** The process environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The user that runs this process; null on Windows. */
  readonly uid: number | null;
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
  /** Collects V8's young generation; does nothing where the shell cannot. */
  readonly collectYoung: () => void;
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
