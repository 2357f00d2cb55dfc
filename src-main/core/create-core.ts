/**
 * The composition root: ports in, a running core out. The only place that constructs and starts; it reads from top
 * to bottom in the order in which things depend on each other, and closes in the opposite one.
 */
import { AccountRegistry } from './accounts/account-registry.ts';
import { createAccountSecrets } from './accounts/account-secrets.ts';
import { openAccountStateFile, stateFileStorage } from './accounts/account-state-file.ts';
import type { ClaudeCodeDesk } from './claude-code/claude-code-desk.ts';
import { testGateway } from './composition/gateway-test.ts';
import { openClaudeCode } from './composition/open-claude-code.ts';
import { openDoctor } from './composition/open-doctor.ts';
import { openEdits } from './composition/open-edits.ts';
import { openGateway } from './composition/open-gateway.ts';
import { logEvents, openLogs } from './composition/open-logs.ts';
import { openManagement } from './composition/open-management.ts';
import { openMetrics } from './composition/open-metrics.ts';
import { openNotices } from './composition/open-notices.ts';
import { openNotifications } from './composition/open-notifications.ts';
import { openSecrets } from './composition/open-secrets.ts';
import { openSettings } from './composition/open-settings.ts';
import { openSignIns } from './composition/open-sign-ins.ts';
import { openUsage } from './composition/open-usage.ts';
import { openUsagePolling } from './composition/open-usage-polling.ts';
import { RotaKeys } from './composition/rota-keys.ts';
import { sweepDataFolder } from './composition/sweep-data-folder.ts';
import { createEventBus } from './events/event-bus.ts';
import { openHttpServer } from './http/server.ts';
import { callableUrl } from './lib/callable-url.ts';
import { type Closer, CloserStack } from './lib/closer.ts';
import { systemDisk } from './lib/disk.ts';
import { acquireInstanceLock } from './lib/instance-lock.ts';
import type { Secret } from './lib/secret.ts';
import { failStart, startError } from './lib/start-failure.ts';
import { detectWake } from './lib/wake-detector.ts';
import type { Dispatch } from './management/dispatch.ts';
import { pendingLogins } from './management/pending-logins.ts';
import { type FeedSubscriber, SnapshotFeed } from './management/snapshot-feed.ts';
import { createUndiciFetch } from './oauth/undici-transport.ts';
import type { CorePorts } from './ports.ts';
import { mayListenOn } from './settings/listen-host.ts';

/** Name of the file with ids, health, counters and windows. */
const STATE_FILE = 'state.json';

/** A running core. */
export interface Core extends Closer {
  /** e.g. `http://127.0.0.1:9090` */
  readonly url: string;
  readonly port: number;
  readonly clientKey: () => Secret;
  /** Calls a management procedure, for shells that talk to the core without HTTP. */
  readonly dispatch: Dispatch;
  /** Hears the state now and every later one. */
  subscribe(subscriber: FeedSubscriber): Disposable;
  /** The machine woke up or changed its network: pooled sockets are dropped, and every expiry is looked at again. */
  wake(): void;
  /** Claude Code's settings files: what stays connected, and `suspend` for a clean quit of an app. */
  readonly claudeCode: Pick<ClaudeCodeDesk, 'suspend' | 'settle' | 'connectedFiles'>;
  /** A link to the dashboard that signs its first reader in, for two minutes. */
  dashboardLink(): string;
  /** Proxied requests in flight. */
  openRequests(): number;
  /** Refuses new requests and resolves when the last proxied one has ended. */
  drain(): Promise<void>;
}

/** Starts everything. Throws a `RotaError` with one sentence where something stands in the way; nothing is left open then. */
export async function createCore(ports: CorePorts): Promise<Core> {
  const closers = new CloserStack();
  try {
    return await openCore(ports, closers);
  } catch (error) {
    await closers.close().catch(() => {});
    throw error;
  }
}

async function openCore(shell: CorePorts, closers: CloserStack): Promise<Core> {
  const { logs, ports, follow } = openLogs(shell);
  const { clock, random, logger, environment, version } = ports;
  const userAgent = `rota/${version}`;
  const bus = createEventBus((error) => {
    logger.error('A listener failed', {
      detail: error instanceof Error ? (error.stack ?? error.name) : 'unknown',
    });
  });

  // One owner of the data folder, then its settings and secrets.
  const lock = await acquireInstanceLock(ports.dataDir, clock);
  if (!lock.ok) throw startError(lock.error);
  closers.add(() => lock.value.close());
  await sweepDataFolder(ports.dataDir, systemDisk);
  const { source: settings, commands } = await openSettings(ports, bus, closers);
  follow(settings);
  const { vault, findings, vaultFile, rotateMasterKey } = await openSecrets(
    ports,
    settings.current(),
    closers,
  );
  const keys = await RotaKeys.open({ vault, bus, clock, random, controlToken: ports.controlToken });

  // Accounts.
  const stateFile = await openAccountStateFile({
    storage: stateFileStorage(`${ports.dataDir}/${STATE_FILE}`, clock),
    clock,
    logger,
  });
  closers.add(() => stateFile.close());
  const registry = new AccountRegistry({
    settings,
    secrets: createAccountSecrets({ vault, environment: (name) => environment[name] }),
    store: stateFile,
    bus,
    clock,
  });
  closers.add(() => registry.close());
  const notices = openNotices(
    {
      bus,
      clock,
      settings,
      accounts: registry,
      vault,
      vaultFindings: findings,
      vaultFile,
      savedAccounts: stateFile.saved,
      overruled: ports,
    },
    closers,
  );

  // Credentials: the single door, the scheduler that knocks at it in time, and new sign-ins.
  const fetch = createUndiciFetch();
  const { credentials, scheduler, signIns, logins } = openSignIns(
    { ports, bus, registry, vault, settings, commands, fetch, userAgent },
    closers,
  );
  const usagePolling = openUsagePolling(
    { ports, registry, settings, credentials, fetch, userAgent },
    closers,
  );

  // The gateway.
  const {
    handler: gateway,
    router,
    pools,
    finished,
  } = openGateway({ ports, bus, registry, settings, credentials }, closers);

  // What people see and do.
  await openNotifications(ports, { bus, registry, settings }, closers);
  // After every other subscriber of the settings, so that who hears of the change finds all owners up to date.
  const settingsHeard = settings.subscribe(() => {
    bus.emit({ kind: 'settings-changed' });
    scheduler.reconsider();
  });
  closers.add(() => settingsHeard[Symbol.dispose]());
  const logged = logEvents(bus, logger);
  closers.add(() => logged[Symbol.dispose]());
  const { history, usage, requests } = openUsage(
    { ports, bus, registry, settings, finished, openRequests: () => gateway.openRequests },
    closers,
  );
  const metrics = openMetrics(
    { ports, bus, registry, settings, history, finished, openRequests: () => gateway.openRequests },
    closers,
  );
  let baseUrl = '';
  const feed = new SnapshotFeed({
    bus,
    clock,
    read: () => ({
      version,
      baseUrl,
      gateway: gateway.state,
      simulated: ports.simulated,
      readOnlyFile: settings.origin.readOnlyFile,
      accounts: registry.snapshot(clock.now()),
      strategy: settings.current().strategy,
      notices: notices.current(),
      openRequests: gateway.openRequests,
      pendingLogins: pendingLogins(logins.list()),
    }),
  });
  closers.add(() => feed.close());
  const claudeCode = openClaudeCode({ ports, vault, keys, bus, url: () => baseUrl }, closers);
  const edits = openEdits(
    { ports, registry, vault, credentials, settings, commands, fetch, userAgent },
    closers,
  );
  const management = openManagement({
    ports,
    bus,
    feed,
    keys,
    gateway,
    testGateway: (model) =>
      testGateway(
        {
          fetch,
          clock,
          userAgent,
          url: () => callableUrl(baseUrl),
          clientKey: () => keys.show('client'),
          nameOf: (accountId) => registry.get(accountId)?.name ?? null,
        },
        model,
      ),
    settings,
    commands,
    metrics,
    finished,
    services: {
      snapshot: feed,
      ...edits,
      signIns,
      logins,
      router: { explain: (request) => router.explain({ ...request, now: clock.now() }) },
      requests,
      usage,
      logs,
      masterKey: { rotate: rotateMasterKey },
      claudeCode: claudeCode.service,
      ...openDoctor({
        ports,
        url: () => baseUrl,
        settings,
        registry,
        credentials,
        keyTrials: edits.keyTrials,
        fetch,
        userAgent,
        vault,
        vaultFindings: findings,
        notices,
        history,
        claudeCode,
      }),
    },
  });

  // The port, last: from here on people come in.
  const host = ports.host ?? settings.current().server.host;
  if (!mayListenOn(host, settings.current().server.allowedHosts)) {
    throw startError(failStart('host-not-allowed', 'host.notAllowed', { host }).error);
  }
  const server = await openHttpServer({
    clock,
    host,
    port: ports.port ?? settings.current().server.port,
    allowedHosts: () => settings.current().server.allowedHosts,
    clientKeys: () => keys.clientRing(),
    proxy: (client, key) => {
      gateway.handle(client, key);
      feed.touch();
    },
    openApp: () => management.openApp(),
  });
  baseUrl = server.url;
  closers.add(() => server.close());
  await claudeCode.desk.settle();
  scheduler.start();
  usagePolling.start();
  const wake = () => {
    pools.renewAll();
    registry.recheck();
    scheduler.reconsider();
  };
  const wakeDetector = detectWake(clock, (jumpMs) => {
    logger.info('The machine slept or its clock was set', { durationMs: jumpMs });
    wake();
  });
  closers.add(() => wakeDetector.close());

  return {
    url: server.url,
    port: server.port,
    clientKey: () => keys.show('client'),
    dispatch: management.dispatch,
    subscribe: (subscriber) => feed.subscribe(subscriber),
    wake,
    claudeCode: claudeCode.desk,
    dashboardLink: () => management.dashboardLink(server.url),
    openRequests: () => gateway.openRequests,
    async drain() {
      server.stopListening();
      feed.close();
      await gateway.drain();
    },
    close: () => closers.close(),
  };
}
