import type { AccountRegistry } from '../accounts/account-registry.ts';
import type { EventBus } from '../events/event-bus.ts';
import { BodyMemory } from '../gateway/body-memory.ts';
import { FactsRing } from '../gateway/facts-ring.ts';
import { ProxyHandler } from '../gateway/proxy-handler.ts';
import { TurnEnd } from '../gateway/turn-end.ts';
import { UpstreamPools } from '../gateway/upstream-pools.ts';
import { WriteBatcher } from '../gateway/write-batcher.ts';
import type { CloserStack } from '../lib/closer.ts';
import type { RotaCredentialSource } from '../oauth/credential-source.ts';
import type { CorePorts } from '../ports.ts';
import { createRouter, type Router } from '../routing/router.ts';
import type { SettingsSource } from '../settings/settings.ts';

interface GatewayParts {
  readonly ports: CorePorts;
  readonly bus: EventBus;
  readonly registry: AccountRegistry;
  readonly settings: Pick<SettingsSource, 'current'>;
  readonly credentials: RotaCredentialSource;
}

export interface Gateway {
  readonly handler: ProxyHandler;
  /** Who would serve a request, and why. */
  readonly router: Router;
  /** The sockets to the upstreams. */
  readonly pools: Pick<UpstreamPools, 'renewAll'>;
  /** The facts of finished requests on their way to the bus. */
  readonly finished: Pick<FactsRing, 'dropped' | 'flush'>;
}

/** What serves the proxied requests, from choosing an account to telling what became of it. */
export function openGateway(
  { ports, bus, registry, settings, credentials }: GatewayParts,
  closers: CloserStack,
): Gateway {
  const { clock, random, logger, environment } = ports;
  const router = createRouter({
    accounts: () => registry.list(),
    settings: () => settings.current(),
    usage: registry,
  });
  const turnEnd = new TurnEnd();
  const pools = new UpstreamPools(environment, clock, turnEnd);
  closers.add(() => pools.close());
  const finished = new FactsRing((facts) => bus.emit({ kind: 'request-finished', facts }), logger, clock);
  const handler = new ProxyHandler(
    {
      clock,
      random,
      router,
      credentials,
      monitor: registry,
      pools,
      batcher: new WriteBatcher(clock),
      turnEnd,
      bodies: new BodyMemory(ports.heap, clock),
      settings: () => settings.current(),
      finished: (facts) => finished.push(facts),
    },
    logger,
  );
  return { handler, router, pools, finished };
}
