import { join } from 'node:path';
import type { CoreEvent } from '../../src-main/core/events/core-event.ts';
import { createEventBus } from '../../src-main/core/events/event-bus.ts';
import { type Logger, silentLogger } from '../../src-main/core/logging/logger.ts';
import type { HistorySettings } from '../../src-main/core/settings/settings.ts';
import { BUILT_IN_PRICES } from '../../src-main/core/usage/built-in-prices.ts';
import { PriceTable } from '../../src-main/core/usage/price-table.ts';
import { UsageHistory, type UsageHistoryOptions } from '../../src-main/core/usage/usage-history.ts';
import type { UsageQuery, UsageRow } from '../../src-main/core/usage/usage-report.ts';
import type { AccountSnapshot } from '../../src-shared/model/account.ts';
import type { RequestFacts } from '../../src-shared/model/request-facts.ts';
import { ManualClock } from './manual-clock.ts';
import { healthyAccount } from './snapshot-fixtures.ts';

export const PRICES = new PriceTable(BUILT_IN_PRICES);

export const HISTORY_SETTINGS: HistorySettings = {
  keepRequestsDays: 30,
  keepDaysDays: 730,
  maxBytes: 256 * 1024 * 1024,
};

/** A history with a real database in a folder of the test's own, and everything around it in the test's hand. */
export interface HistoryRig extends AsyncDisposable {
  readonly history: UsageHistory;
  readonly clock: ManualClock;
  readonly events: CoreEvent[];
  readonly path: string;
  settings: HistorySettings;
  accounts: readonly AccountSnapshot[];
  /** Publishes facts as the gateway does. */
  record(...facts: readonly RequestFacts[]): void;
  report(query?: Partial<UsageQuery>): Promise<readonly UsageRow[]>;
  /** The kinds of the history's own events so far. */
  told(): readonly string[];
}

export function openHistoryRig(
  folder: string,
  options: Partial<Pick<UsageHistoryOptions, 'load' | 'clock'>> & {
    readonly settings?: Partial<HistorySettings>;
    readonly logger?: Logger;
    readonly clock?: ManualClock;
  } = {},
): HistoryRig {
  const clock = options.clock ?? new ManualClock();
  const events: CoreEvent[] = [];
  const bus = createEventBus((error) => {
    throw error;
  });
  bus.subscribe((event) => {
    if (event.kind !== 'request-finished') events.push(event);
  });
  const path = join(folder, 'usage.db');
  const rig = {
    settings: { ...HISTORY_SETTINGS, ...options.settings },
    accounts: [] as readonly AccountSnapshot[],
  };
  const history = new UsageHistory({
    path,
    bus,
    clock,
    logger: options.logger ?? silentLogger,
    settings: () => rig.settings,
    accounts: () => rig.accounts,
    isIdle: () => true,
    newSalt: () => 'salt of this run',
    ...(options.load && { load: options.load }),
  });
  return Object.assign(rig, {
    history,
    clock,
    events,
    path,
    record: (...facts: readonly RequestFacts[]) => {
      for (const one of facts) bus.emit({ kind: 'request-finished', facts: one });
    },
    report: async (query: Partial<UsageQuery> = {}) => {
      const whole = { since: 0, until: Number.MAX_SAFE_INTEGER, by: [], ...query };
      return (await history.ask((reader) => reader.report(whole, PRICES))) ?? [];
    },
    told: () => events.map(({ kind }) => kind),
    [Symbol.asyncDispose]: () => history.close(),
  });
}

/** A healthy account with that id and name. */
export function accountNamed(id: string, name: string, more: Partial<AccountSnapshot> = {}): AccountSnapshot {
  return healthyAccount({ id, name, provider: 'anthropic', ...more });
}
