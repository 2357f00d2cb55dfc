import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorCode } from '../../../src-shared/contract/error-codes.ts';
import type { EventBus } from '../events/event-bus.ts';
import type { FactsRing } from '../gateway/facts-ring.ts';
import type { ProxyHandler } from '../gateway/proxy-handler.ts';
import { bearerToken } from '../http/guards.ts';
import type { Result } from '../lib/result.ts';
import { RotaError } from '../lib/result.ts';
import type { Dispatch } from '../management/dispatch.ts';
import { OneTimeCodes } from '../management/one-time-codes.ts';
import type { ManagementServices } from '../management/services.ts';
import type { SnapshotFeed } from '../management/snapshot-feed.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { CorePorts } from '../ports.ts';
import { acceptTerms, withdrawTerms } from '../settings/document-edits.ts';
import type { SettingsSource } from '../settings/settings.ts';
import type { RotaKeys } from './rota-keys.ts';
import type { SettingsCommands } from './settings-commands.ts';

interface ManagementOptions {
  readonly ports: CorePorts;
  readonly bus: EventBus;
  readonly feed: SnapshotFeed;
  readonly keys: RotaKeys;
  readonly gateway: ProxyHandler;
  readonly testGateway: ManagementServices['gateway']['test'];
  readonly settings: SettingsSource;
  readonly commands: SettingsCommands;
  readonly metrics: Pick<Metrics, 'scrape'>;
  readonly finished: Pick<FactsRing, 'flush'>;
  readonly services: Pick<
    ManagementServices,
    | 'snapshot'
    | 'accounts'
    | 'keyTrials'
    | 'routes'
    | 'settingsEdits'
    | 'signIns'
    | 'logins'
    | 'router'
    | 'requests'
    | 'usage'
    | 'masterKey'
    | 'logs'
    | 'claudeCode'
    | 'doctor'
    | 'reports'
  >;
}

export interface Management {
  /** Calls a procedure by name, for shells that need no HTTP; the first call loads the handlers. */
  readonly dispatch: Dispatch;
  /** Loads the management app; slow the first time, and not needed for the first proxied answer. */
  openApp(): Promise<(request: IncomingMessage, response: ServerResponse) => void>;
  /** A link to the dashboard at `baseUrl` that signs its first reader in. */
  dashboardLink(baseUrl: string): string;
}

/** Management and dashboard over HTTP; nothing of it is loaded before somebody asks for it. */
export function openManagement(options: ManagementOptions): Management {
  const { ports, bus, feed, keys, gateway, settings, commands } = options;
  const { clock, random, logger, version } = ports;
  const requireAdmin = (headers: Headers) =>
    keys.adminRing().has(bearerToken(headers.get('authorization')) ?? '');
  const oneTimeCodes = new OneTimeCodes({ clock, random });
  const services: ManagementServices = {
    ...options.services,
    version,
    clock,
    settings,
    keys,
    gateway: {
      pause() {
        gateway.pause();
        bus.emit({ kind: 'gateway-changed' });
      },
      resume() {
        gateway.resume();
        bus.emit({ kind: 'gateway-changed' });
      },
      test: options.testGateway,
    },
    terms: {
      accept: async (): Promise<Result<void, ErrorCode>> =>
        commands.update((document) => acceptTerms(document, clock.now())),
      withdraw: async (): Promise<Result<void, ErrorCode>> => commands.update(withdrawTerms),
    },
    shell: { ...ports.shell, dataFolder: ports.dataDir },
  };

  let loading: Promise<Dispatch> | null = null;
  const loadDispatch = () => {
    loading ??= Promise.all([
      import('../management/dispatch.ts'),
      import('../management/handlers/all-handlers.ts'),
    ]).then(([{ createDispatch }, { createHandlers }]) =>
      createDispatch({
        handlers: createHandlers(services),
        settings,
        logger,
        settle: () => options.finished.flush(),
      }),
    );
    return loading;
  };

  return {
    dispatch: async (name, input, caller) => (await loadDispatch())(name, input, caller),
    async openApp() {
      const [dispatch, { getRequestListener }, { createApp }, { createDashboard }] = await Promise.all([
        loadDispatch(),
        import('@hono/node-server'),
        import('../http/app.ts'),
        import('../http/dashboard.ts'),
      ]);
      const app = createApp({
        version,
        clock,
        logger,
        dispatch,
        feed,
        metrics: () => options.metrics.scrape(),
        dashboard: createDashboard(ports.dashboardDir),
        oneTimeCodes,
        adminToken: () => keys.show('admin'),
        requireAdmin,
        onRevoked: (headers, end) =>
          bus.subscribe(({ kind }) => {
            if (kind === 'admin-token-changed' && !requireAdmin(headers)) end();
          }),
      });
      return getRequestListener(app.fetch, { overrideGlobalObjects: false });
    },
    dashboardLink(baseUrl) {
      if (baseUrl === '') throw new RotaError('not_ready', 'The dashboard is not open yet.');
      return oneTimeCodes.issueLink(baseUrl);
    },
  };
}
