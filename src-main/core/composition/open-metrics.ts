import type { AccountRegistry } from '../accounts/account-registry.ts';
import type { EventBus } from '../events/event-bus.ts';
import type { FactsRing } from '../gateway/facts-ring.ts';
import type { CloserStack } from '../lib/closer.ts';
import { Metrics } from '../metrics/metrics.ts';
import type { CorePorts } from '../ports.ts';
import type { SettingsSource } from '../settings/settings.ts';
import type { HistoryCounts } from '../usage/history-intake.ts';

export interface MetricsParts {
  readonly ports: CorePorts;
  readonly bus: EventBus;
  readonly registry: Pick<AccountRegistry, 'snapshot'>;
  readonly settings: Pick<SettingsSource, 'current'>;
  readonly history: { readonly counts: HistoryCounts };
  readonly finished: Pick<FactsRing, 'dropped' | 'flush'>;
  readonly openRequests: () => number;
}

/** Begins to count, and to send where the settings name an address. */
export function openMetrics(parts: MetricsParts, closers: CloserStack): Metrics {
  const { ports, bus, registry, settings, history, finished, openRequests } = parts;
  const { clock, logger, version } = ports;
  const metrics = new Metrics({
    bus,
    clock,
    logger,
    version,
    now: () => clock.now(),
    accounts: () => registry.snapshot(clock.now()),
    openRequests,
    history: () => history.counts,
    settle: () => finished.flush(),
    factsDropped: () => finished.dropped,
    otlpUrl: () => settings.current().otlpUrl,
  });
  closers.add(() => metrics.close());
  metrics.push();
  return metrics;
}
