import { parseArgs } from 'node:util';
import { wrongUsage } from './command-failure.ts';

/** How an instance is to be started: the command line, and the environment where that says nothing. */
export interface StartOptions {
  /** The settings file that is in charge of this run, or null. */
  readonly configFile: string | null;
  /** The data folder that was asked for, or null for the platform's own (in demo mode: a scratch folder). */
  readonly dataDir: string | null;
  readonly host: string | null;
  /** 0 lets the system choose; null = as the settings say. */
  readonly port: number | null;
  readonly demo: boolean;
  /** Print a one-time link to the dashboard and open it. */
  readonly open: boolean;
  readonly logLevel: LogLevelName | null;
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error'] as const;
export type LogLevelName = (typeof LOG_LEVELS)[number];

/** What `rota start --help` prints. */
export const START_USAGE = `Usage: rota start [--config FILE] [--data-dir DIR] [--host H] [--port N] [--demo] [--open] [--log-level LEVEL]

  --config FILE      use this YAML or TOML file instead of the app's own settings (ROTA_CONFIG)
  --data-dir DIR     keep data here (ROTA_DATA_DIR)
  --host H           listen on this address; default 127.0.0.1
  --port N           listen on this port; default 9090 (ROTA_PORT)
  --demo             run on simulated accounts; needs no account and no network
  --open             open the dashboard and print a link that signs in once
  --log-level LEVEL  ${LOG_LEVELS.join(', ')} (ROTA_LOG_LEVEL)
`;

/** Reads the options of `start`; null where its help was asked for. Throws a `CommandFailure` for wrong usage. */
export function parseStartOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): StartOptions | null {
  const given = parse(args);
  if (given.help) return null;
  return {
    configFile: notEmpty(given.config, '--config') ?? (env['ROTA_CONFIG'] || null),
    dataDir: notEmpty(given['data-dir'], '--data-dir') ?? (env['ROTA_DATA_DIR'] || null),
    host: notEmpty(given.host, '--host'),
    port: portOf(given.port, '--port') ?? portOf(env['ROTA_PORT'] || undefined, 'ROTA_PORT'),
    demo: given.demo ?? false,
    open: given.open ?? false,
    logLevel:
      levelOf(given['log-level'], '--log-level') ??
      levelOf(env['ROTA_LOG_LEVEL'] || undefined, 'ROTA_LOG_LEVEL'),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        config: { type: 'string' },
        'data-dir': { type: 'string' },
        host: { type: 'string' },
        port: { type: 'string' },
        demo: { type: 'boolean' },
        open: { type: 'boolean' },
        'log-level': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    // Node's messages go on with advice about `--`, which does not help here.
    const sentence = error instanceof Error ? error.message.split(/[.\n]/)[0] : 'Wrong options';
    throw wrongUsage(`${sentence}. See rota start --help.`);
  }
}

function notEmpty(value: string | undefined, name: string): string | null {
  if (value === '') throw wrongUsage(`${name} needs a value.`);
  return value ?? null;
}

function portOf(text: string | undefined, name: string): number | null {
  if (text === undefined) return null;
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) {
    throw wrongUsage(`${name} must be a number from 0 to 65535, not “${text}”.`);
  }
  return port;
}

function levelOf(text: string | undefined, name: string): LogLevelName | null {
  if (text === undefined) return null;
  const wanted = text.toLowerCase() === 'warning' ? 'warn' : text.toLowerCase();
  const level = LOG_LEVELS.find((one) => one === wanted);
  if (level === undefined) {
    throw wrongUsage(`${name} must be one of ${LOG_LEVELS.join(', ')}, not “${text}”.`);
  }
  return level;
}
