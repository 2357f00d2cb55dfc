/** What is not counted but looked at in the moment somebody asks. */
import type { AccountSnapshot, AccountState } from '../../../src-shared/model/account.ts';
import type { EventLoopLag } from './event-loop-lag.ts';
import type { MetricFamily, NumberPoint } from './metric-family.ts';

/** Where the present state of things is read. */
export interface MetricSources {
  readonly version: string;
  readonly now: () => number;
  readonly accounts: () => readonly AccountSnapshot[];
  readonly openRequests: () => number;
  /** Facts of requests on their way into the usage history. */
  readonly history: () => { readonly waiting: number; readonly written: number; readonly dropped: number };
  /** Facts that were dropped before anybody heard them. */
  readonly factsDropped: () => number;
}

const STATES: readonly AccountState[] = [
  'healthy',
  'cooling-down',
  'ejected',
  'needs-login',
  'out-of-credit',
  'disabled',
];

export function sampledFamilies(sources: MetricSources, lag: EventLoopLag): readonly MetricFamily[] {
  const accounts = sources.accounts();
  return [
    gauge('rota_info', 'The version that runs.', [{ labels: { version: sources.version }, value: 1 }]),
    gauge('rota_open_streams', 'Proxied requests in flight.', [
      { labels: {}, value: sources.openRequests() },
    ]),
    ...accountFamilies(accounts, sources.now()),
    ...queueFamilies(sources),
    ...processFamilies(),
    ...lagFamilies(lag),
  ];
}

function accountFamilies(accounts: readonly AccountSnapshot[], now: number): readonly MetricFamily[] {
  return [
    gauge(
      'rota_accounts',
      'Accounts by their condition.',
      STATES.map((state) => ({
        labels: { state },
        value: accounts.filter((account) => account.state === state).length,
      })),
    ),
    gauge(
      'rota_account_cooldown_seconds',
      'Time until an account, or one model family of it, serves again.',
      accounts.flatMap(({ id, restrictions }) =>
        restrictions.flatMap((reason) =>
          reason.kind === 'cooling-down'
            ? [
                {
                  labels: {
                    account: id,
                    scope: reason.scope.kind === 'account' ? 'account' : reason.scope.family,
                  },
                  value: Math.max(0, reason.until - now) / 1_000,
                },
              ]
            : [],
        ),
      ),
    ),
    gauge(
      'rota_account_window_utilization_ratio',
      'How full a quota window is, as its upstream reported it.',
      accounts.flatMap(({ id, windows }) =>
        windows.flatMap(({ name, utilization }) =>
          utilization === null ? [] : [{ labels: { account: id, window: name }, value: utilization }],
        ),
      ),
    ),
    gauge(
      'rota_token_expiry_timestamp_seconds',
      'When an access token ends, as unix time.',
      accounts.flatMap(({ id, tokenExpiresAt }) =>
        tokenExpiresAt === null ? [] : [{ labels: { account: id }, value: tokenExpiresAt / 1_000 }],
      ),
    ),
  ];
}

function queueFamilies({ history, factsDropped }: MetricSources): readonly MetricFamily[] {
  const { waiting, written, dropped } = history();
  return [
    gauge('rota_history_queue_length', 'Requests that wait to be written to the usage history.', [
      { labels: {}, value: waiting },
    ]),
    counter('rota_history_written_total', 'Requests that were written to the usage history.', written),
    counter(
      'rota_history_dropped_total',
      'Requests that are missing in the usage history, because it could not be written in time.',
      dropped,
    ),
    counter(
      'rota_facts_dropped_total',
      'Requests that nobody counted, because too many ended at once.',
      factsDropped(),
    ),
  ];
}

function processFamilies(): readonly MetricFamily[] {
  const { rss, heapUsed, external } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  return [
    gauge('rota_resident_memory_bytes', 'Memory of the process.', [{ labels: {}, value: rss }]),
    gauge('rota_heap_used_bytes', 'JavaScript heap in use.', [{ labels: {}, value: heapUsed }]),
    gauge('rota_external_memory_bytes', 'Memory of buffers and add-ons.', [{ labels: {}, value: external }]),
    counter('rota_cpu_seconds_total', 'Processor time, user and system.', (user + system) / 1e6),
    gauge('rota_uptime_seconds', 'Time since the process began.', [{ labels: {}, value: process.uptime() }]),
  ];
}

function lagFamilies(lag: EventLoopLag): readonly MetricFamily[] {
  const looked = lag.look();
  const points: NumberPoint[] =
    looked === null
      ? []
      : [
          { labels: { quantile: '0.5' }, value: looked.median },
          { labels: { quantile: '0.99' }, value: looked.p99 },
          { labels: { quantile: '1' }, value: looked.max },
        ];
  return [gauge('rota_event_loop_lag_seconds', 'How late the event loop was since the last look.', points)];
}

function gauge(name: string, help: string, points: readonly NumberPoint[]): MetricFamily {
  return { name, help, kind: 'gauge', points };
}

function counter(name: string, help: string, value: number): MetricFamily {
  return { name, help, kind: 'counter', points: [{ labels: {}, value }] };
}
