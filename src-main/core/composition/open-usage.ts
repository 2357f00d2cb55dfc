import { join } from 'node:path';
import type { AccountRegistry } from '../accounts/account-registry.ts';
import type { EventBus } from '../events/event-bus.ts';
import type { FactsRing } from '../gateway/facts-ring.ts';
import type { CloserStack } from '../lib/closer.ts';
import { randomToken } from '../lib/random.ts';
import { RecentRequests } from '../management/recent-requests.ts';
import type { CorePorts } from '../ports.ts';
import type { SettingsSource } from '../settings/settings.ts';
import { PriceBook } from '../usage/price-book.ts';
import { hashSession } from '../usage/session-hash.ts';
import { UsageDesk } from '../usage/usage-desk.ts';
import { UsageHistory } from '../usage/usage-history.ts';

const DATABASE = 'usage.db';
const PRICES = 'prices.json';

export interface UsageOptions {
  readonly ports: CorePorts;
  readonly bus: EventBus;
  readonly registry: Pick<AccountRegistry, 'snapshot'>;
  readonly settings: Pick<SettingsSource, 'current'>;
  readonly openRequests: () => number;
  readonly finished: Pick<FactsRing, 'flush'>;
}

/** What was used and what happened, from memory and from disk. The database is opened with the first thing to write or read. */
export interface Usage {
  readonly history: UsageHistory;
  readonly usage: UsageDesk;
  readonly requests: RecentRequests;
}

/** Begins to record; nothing is read or written before requests came or somebody asks. */
export function openUsage(options: UsageOptions, closers: CloserStack): Usage {
  const { ports, bus, registry, settings, openRequests, finished } = options;
  const { clock, logger, random, dataDir } = ports;
  const accounts = () => registry.snapshot(clock.now());
  const salt = randomToken(random);
  const history = new UsageHistory({
    path: join(dataDir, DATABASE),
    bus,
    clock,
    logger,
    settings: () => settings.current().history,
    accounts,
    isIdle: () => openRequests() === 0,
    newSalt: () => salt,
  });
  closers.add(async () => {
    // Requests that are cut off at the end tell their facts a turn later.
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    finished.flush();
    await history.close();
  });
  const requests = new RecentRequests(bus, {
    recent: async (limit) => (await history.ask((reader) => reader.recent(limit))) ?? [],
    find: async (id) => history.ask((reader) => reader.find(id)),
    hashSession: (sessionId) => hashSession(sessionId, history.salt ?? salt),
  });
  closers.add(() => requests[Symbol.dispose]());
  const prices = new PriceBook(join(dataDir, PRICES), clock, logger);
  return { history, usage: new UsageDesk({ history, prices, accounts, clock }), requests };
}
