import type { ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import { type FixtureServer, Refusal } from './fixture-server.ts';
import { NOW } from './scenes.ts';

type Settings = ProcedureOutput<'settings.get'>['settings'];

const DEFAULTS: Settings = {
  server: {
    host: '127.0.0.1',
    port: 9090,
    allowedHosts: [],
    maxBodyBytes: 33_554_432,
    maxConcurrentRequests: 256,
  },
  providers: [],
  oauthProviders: [],
  modelRoutes: [],
  logLevel: 'info',
  strategy: 'priority',
  sessionAffinity: true,
  oauth: {
    enableAutoRefresh: true,
    enablePersistence: true,
    serviceName: 'rota',
    proxy: null,
    usagePolling: true,
  },
  notifications: {
    signInNeeded: true,
    allResting: true,
    switched: false,
    windowFilling: true,
    tokenEnding: true,
  },
  history: { keepRequestsDays: 90, keepDaysDays: 730, maxBytes: 256 * 1024 * 1024 },
  otlpUrl: null,
  failover: { maxAmbiguousAttempts: 2 },
  termsAcceptedAt: NOW - 12 * 86_400_000,
};

/** Keeps general settings as the real core would; ports below 1024 are refused. */
export function answerSettings(core: FixtureServer, changes: Partial<Settings> = {}): void {
  let settings: Settings = { ...DEFAULTS, ...changes };
  core.handle('settings.get', () => ({ readOnlyFile: core.snapshot.readOnlyFile, settings }));
  core.handle('settings.update', ({ port, notifications, history, usagePolling, otlpUrl, ...rest }) => {
    if (port !== undefined && port < 1024)
      throw new Refusal('settings_invalid', 'Ports below 1024 belong to the system.');
    const { logLevel, strategy, sessionAffinity } = rest;
    settings = {
      ...settings,
      ...(logLevel === undefined ? {} : { logLevel }),
      ...(strategy === undefined ? {} : { strategy }),
      ...(sessionAffinity === undefined ? {} : { sessionAffinity }),
      ...(otlpUrl === undefined ? {} : { otlpUrl }),
      server: { ...settings.server, ...(port === undefined ? {} : { port }) },
      oauth: { ...settings.oauth, ...(usagePolling === undefined ? {} : { usagePolling }) },
      notifications: { ...settings.notifications, ...withoutUndefined(notifications) },
      history: { ...settings.history, ...withoutUndefined(history) },
    };
    core.publish({ strategy: settings.strategy });
    return { restartNeeded: port !== undefined };
  });
  core.handle('settings.reset', () => {
    settings = DEFAULTS;
    return {};
  });
  core.handle('settings.export', () => ({ yaml: 'server:\n  port: 9090\n' }));
  core.handle('settings.import', ({ text, dryRun }) => {
    if (!text.includes('providers')) throw new Refusal('import_invalid', 'Line 1: this is no settings file.');
    return {
      changed: true,
      accountsAdded: ['Claude Code Official', 'Third Party'],
      accountsAlreadyThere: ['API key · Studio'],
      routesAdded: ['*sonnet*'],
      secretsMoved: dryRun ? 2 : 2,
      termsAccepted: false,
      warnings: ['Line 14: “stratgy” is not known. Did you mean “strategy”?'],
    };
  });
  core.handle('terms.withdraw', () => {
    settings = { ...settings, termsAcceptedAt: null };
    return {};
  });
  core.handle('report.create', () => ({ file: '/home/me/.local/share/rota/reports/rota-report.zip' }));
}

function withoutUndefined<Values extends object>(
  values: Values | undefined,
): { [Name in keyof Values]?: Exclude<Values[Name], undefined> } {
  const given = Object.entries(values ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as { [Name in keyof Values]?: Exclude<Values[Name], undefined> };
}

/** Some lines of a log; each further question brings nothing new. */
export function answerLogs(core: FixtureServer): void {
  const line = (
    number: number,
    level: ProcedureOutput<'logs.recent'>['lines'][number]['level'],
    message: string,
    fields: Record<string, string | number | null> = {},
  ) => ({ number, at: NOW - (10 - number) * 4_000, level, message, fields });
  const lines = [
    line(1, 'info', 'listening', { port: 9090 }),
    line(2, 'debug', 'plan made', { model: 'claude-sonnet-4-5', candidates: 3 }),
    line(3, 'warn', 'account rests', { account: 'home00000002', until: NOW + 1_320_000 }),
    line(4, 'error', 'history cannot be written', { code: 'ENOSPC' }),
  ];
  core.handle('logs.recent', ({ after }) => ({
    lines: lines.filter(({ number }) => number > (after ?? 0)),
    folder: '/home/me/.local/share/rota/logs',
  }));
}
