import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorCode } from '../../../src-shared/contract/error-codes.ts';
import type { EventBus } from '../events/event-bus.ts';
import type { ProxyHandler } from '../gateway/proxy-handler.ts';
import { bearerToken } from '../http/guards.ts';
import type { Result } from '../lib/result.ts';
import { RotaError } from '../lib/result.ts';
import { OneTimeCodes } from '../management/one-time-codes.ts';
import type { ManagementServices } from '../management/services.ts';
import type { SnapshotFeed } from '../management/snapshot-feed.ts';
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
  readonly settings: SettingsSource;
  readonly commands: SettingsCommands;
  readonly services: Pick<
    ManagementServices,
    'snapshot' | 'accounts' | 'signIns' | 'logins' | 'router' | 'requests'
  >;
}

export interface Management {
  /** Loads the management app; slow the first time, and not needed for the first proxied answer. */
  openApp(): Promise<(request: IncomingMessage, response: ServerResponse) => void>;
  /** A link to the dashboard at `baseUrl` that signs its first reader in. */
  dashboardLink(baseUrl: string): string;
}

/** Management and dashboard over HTTP; nothing of it is loaded before somebody asks for it. */
export function openManagement(options: ManagementOptions): Management {
  const { ports, bus, feed, keys, gateway, settings, commands } = options;
  const { clock, random, logger, version } = ports;
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
    },
    terms: {
      accept: async (): Promise<Result<void, ErrorCode>> =>
        commands.update((document) => acceptTerms(document, clock.now())),
      withdraw: async (): Promise<Result<void, ErrorCode>> => commands.update(withdrawTerms),
    },
  };

  return {
    async openApp() {
      const [
        { getRequestListener },
        { createApp },
        { createDashboard },
        { createDispatch },
        { createHandlers },
      ] = await Promise.all([
        import('@hono/node-server'),
        import('../http/app.ts'),
        import('../http/dashboard.ts'),
        import('../management/dispatch.ts'),
        import('../management/handlers/all-handlers.ts'),
      ]);
      const app = createApp({
        version,
        clock,
        logger,
        dispatch: createDispatch({ handlers: createHandlers(services), settings, logger }),
        feed,
        dashboard: createDashboard(ports.dashboardDir),
        oneTimeCodes,
        adminToken: () => keys.show('admin'),
        requireAdmin: (headers) => keys.adminRing().has(bearerToken(headers.get('authorization')) ?? ''),
      });
      return getRequestListener(app.fetch, { overrideGlobalObjects: false });
    },
    dashboardLink(baseUrl) {
      if (baseUrl === '') throw new RotaError('not_ready', 'The dashboard is not open yet.');
      return oneTimeCodes.issueLink(baseUrl);
    },
  };
}
