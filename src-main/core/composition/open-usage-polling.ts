import type { AccountRegistry } from '../accounts/account-registry.ts';
import type { CloserStack } from '../lib/closer.ts';
import type { RotaCredentialSource } from '../oauth/credential-source.ts';
import type { HttpFetch } from '../oauth/http-fetch.ts';
import type { CorePorts } from '../ports.ts';
import type { SettingsSource } from '../settings/settings.ts';
import { UsagePoller } from '../usage-endpoint/usage-poller.ts';

interface UsagePollingParts {
  readonly ports: Pick<CorePorts, 'clock' | 'random' | 'logger'>;
  readonly registry: AccountRegistry;
  readonly settings: Pick<SettingsSource, 'current'>;
  readonly credentials: Pick<RotaCredentialSource, 'ready'>;
  readonly fetch: HttpFetch;
  readonly userAgent: string;
}

/** The quota windows of idle accounts; `start` begins to look after them. */
export function openUsagePolling(
  { ports, registry, settings, credentials, fetch, userAgent }: UsagePollingParts,
  closers: CloserStack,
): Pick<UsagePoller, 'start'> {
  const { clock, random, logger } = ports;
  const poller = new UsagePoller({
    fetch,
    clock,
    random,
    logger,
    userAgent,
    settings: () => settings.current(),
    accounts: registry,
    token: (accountId) => credentials.ready(accountId)?.value ?? null,
  });
  closers.add(() => poller.close());
  return poller;
}
