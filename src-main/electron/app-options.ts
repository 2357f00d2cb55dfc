import { parseArgs } from 'node:util';
import { ok, type Result } from '../core/lib/result.ts';
import { failStart } from '../core/lib/start-failure.ts';

/** How the app is to be started: its command line, and the environment where that says nothing. */
export interface AppOptions {
  /** The settings file that is in charge of this run, or null. */
  readonly configFile: string | null;
  /** The data folder that was asked for, or null for the platform's own. */
  readonly dataDir: string | null;
  /** null = as the settings say. */
  readonly port: number | null;
  /** Run on simulated accounts, in a scratch data folder. */
  readonly demo: boolean;
  /** Started at login: the tray icon alone, where there can be one. */
  readonly hidden: boolean;
}

/** What the program starts itself with at login. */
export const HIDDEN_SWITCH = '--hidden';
/** What the program starts itself anew with for simulated accounts. */
export const DEMO_SWITCH = '--demo';

/**
 * Reads the command line behind the program's own name. Switches that it does not know are Chromium's or the
 * desktop's, and are left to them.
 */
export function parseAppOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Result<AppOptions, 'wrong-usage'> {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    options: {
      config: { type: 'string' },
      'data-dir': { type: 'string' },
      port: { type: 'string' },
      demo: { type: 'boolean' },
      hidden: { type: 'boolean' },
    },
  });
  for (const name of ['config', 'data-dir', 'port'] as const) {
    const value = values[name];
    if (value === '' || typeof value === 'boolean')
      return failStart('wrong-usage', 'usage.needsValue', { name });
  }
  const text = (name: 'config' | 'data-dir' | 'port', variable: string) =>
    (values[name] as string | undefined) ?? (env[variable] || null);
  const port = text('port', 'ROTA_PORT');
  if (port !== null && (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)) {
    return failStart('wrong-usage', 'usage.port', { port });
  }
  return ok({
    configFile: text('config', 'ROTA_CONFIG'),
    dataDir: text('data-dir', 'ROTA_DATA_DIR'),
    port: port === null ? null : Number(port),
    demo: values.demo === true,
    hidden: values.hidden === true,
  });
}
