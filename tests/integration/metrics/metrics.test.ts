import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createEventBus } from '../../../src-main/core/events/event-bus.ts';
import { silentLogger } from '../../../src-main/core/logging/logger.ts';
import { Metrics, type MetricsOptions } from '../../../src-main/core/metrics/metrics.ts';
import { otlpName } from '../../../src-main/core/metrics/otlp-push.ts';
import { accountNamed } from '../../support/history-rig.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { requestFacts, tokenUsage } from '../../support/request-facts.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

function openMetrics(more: Partial<MetricsOptions> = {}) {
  const bus = createEventBus((error) => {
    throw error;
  });
  const clock = new ManualClock();
  const metrics = new Metrics({
    bus,
    clock,
    logger: silentLogger,
    version: '1.2.3',
    now: () => clock.now(),
    accounts: () => [
      accountNamed('work', 'Work', {
        state: 'cooling-down',
        tokenExpiresAt: clock.now() + 60_000,
        restrictions: [
          {
            kind: 'cooling-down',
            cause: { kind: 'quota', claim: 'seven_day_opus' },
            scope: { kind: 'model-family', family: 'opus' },
            since: 0,
            until: clock.now() + 90_000,
          },
        ],
        windows: [
          {
            name: '5h',
            utilization: 0.25,
            resetsAt: null,
            status: null,
            source: 'response-headers',
            readAt: 0,
          },
          {
            name: 'overage',
            utilization: null,
            resetsAt: null,
            status: null,
            source: 'response-headers',
            readAt: 0,
          },
        ],
      }),
    ],
    openRequests: () => 3,
    history: () => ({ waiting: 1, written: 2, dropped: 4 }),
    settle: () => {},
    factsDropped: () => 5,
    otlpUrl: () => null,
    ...more,
  });
  return { bus, clock, metrics };
}

/** One request of each kind, and what else is counted. */
function live({ bus }: Pick<ReturnType<typeof openMetrics>, 'bus'>): void {
  const finish = (facts: ReturnType<typeof requestFacts>) => bus.emit({ kind: 'request-finished', facts });
  finish(
    requestFacts('1', {
      usage: tokenUsage({ inputTokens: 7, cacheReadInputTokens: 2 }),
      firstByteMs: 400,
      addedMs: 0.3,
    }),
  );
  finish(requestFacts('2', { model: 'strange "model"\n', firstByteMs: 90_000, addedMs: 2 }));
  finish(
    requestFacts('3', {
      accountId: null,
      model: null,
      outcome: 'own-error',
      usage: null,
      firstByteMs: 1,
      addedMs: null,
    }),
  );
  bus.emit({ kind: 'login-finished', result: 'failed', code: 'x' });
  bus.emit({ kind: 'token-refreshed', accountId: 'work', result: 'succeeded', code: null });
}

async function scrape(metrics: Metrics): Promise<Readonly<Record<string, number>>> {
  const { text } = await metrics.scrape();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.lastIndexOf(' ');
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
}

describe('the metrics', () => {
  it('are told in the text of Prometheus, counted from the start', async () => {
    const rig = openMetrics();
    live(rig);
    const told = await scrape(rig.metrics);
    expect(told).toMatchObject({
      'rota_requests_total{account="work",model_class="opus",outcome="succeeded"}': 1,
      'rota_requests_total{account="work",model_class="other",outcome="succeeded"}': 1,
      'rota_requests_total{account="none",model_class="none",outcome="own-error"}': 1,
      'rota_attempts_total{account="work",outcome="succeeded"}': 2,
      'rota_tokens_total{account="work",model_class="opus",kind="input"}': 7,
      'rota_tokens_total{account="work",model_class="opus",kind="cache_read"}': 2,
      'rota_logins_total{result="failed"}': 1,
      'rota_logins_total{result="succeeded"}': 0,
      'rota_token_refreshes_total{account="work",result="succeeded"}': 1,
      'rota_time_to_first_byte_seconds_bucket{le="0.25"}': 0,
      'rota_time_to_first_byte_seconds_bucket{le="0.5"}': 1,
      'rota_time_to_first_byte_seconds_bucket{le="+Inf"}': 2,
      rota_time_to_first_byte_seconds_count: 2,
      rota_time_to_first_byte_seconds_sum: 90.4,
      'rota_added_latency_seconds_bucket{le="0.0005"}': 1,
      rota_added_latency_seconds_count: 2,
      'rota_account_cooldown_seconds{account="work",scope="opus"}': 90,
      'rota_account_window_utilization_ratio{account="work",window="5h"}': 0.25,
      'rota_accounts{state="cooling-down"}': 1,
      'rota_accounts{state="healthy"}': 0,
      rota_open_streams: 3,
      rota_history_queue_length: 1,
      rota_history_written_total: 2,
      rota_history_dropped_total: 4,
      rota_facts_dropped_total: 5,
      'rota_info{version="1.2.3"}': 1,
    });
    expect(told['rota_resident_memory_bytes']).toBeGreaterThan(1_000_000);
    await rig.metrics.close();
  });

  it('tell the lag of the event loop from the second look on', async () => {
    const rig = openMetrics();
    expect(await scrape(rig.metrics)).not.toHaveProperty('rota_event_loop_lag_seconds{quantile="1"}');
    const blockedUntil = performance.now() + 80;
    await new Promise((done) => setTimeout(done, 30));
    while (performance.now() < blockedUntil);
    await new Promise((done) => setTimeout(done, 30));
    const told = await scrape(rig.metrics);
    expect(told['rota_event_loop_lag_seconds{quantile="1"}']).toBeGreaterThan(0.01);
    await rig.metrics.close();
  });

  it('keep the names that are promised: counters end in _total, and no other family speaks of login or refresh', () => {
    const rig = openMetrics();
    for (const { name, kind } of rig.metrics.families()) {
      expect(name).toMatch(/^rota_[a-z_0-9]+$/);
      expect(name.endsWith('_total'), name).toBe(kind === 'counter');
    }
    const names = rig.metrics.families().map(({ name }) => name);
    expect(names.filter((name) => /login/.test(name))).toEqual(['rota_logins_total']);
    expect(names.filter((name) => /refresh/.test(name))).toEqual(['rota_token_refreshes_total']);
  });

  it('have a dashboard that only asks for metrics that exist, and a page that names every one', () => {
    const rig = openMetrics();
    live(rig);
    const series = rig.metrics
      .families()
      .flatMap(({ name, kind }) =>
        kind === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
      );
    const dashboard = JSON.parse(readFileSync(`${ROOT}/docs/grafana-dashboard.json`, 'utf8')) as {
      readonly panels: readonly { readonly targets: readonly { readonly expr: string }[] }[];
    };
    const asked = dashboard.panels.flatMap(({ targets }) =>
      targets.flatMap(({ expr }) => expr.match(/rota_\w+/g) ?? []),
    );
    expect(asked.length).toBeGreaterThan(15);
    expect(asked.filter((name) => !series.includes(name))).toEqual([]);
    const page = readFileSync(`${ROOT}/docs/metrics.md`, 'utf8');
    const undocumented = rig.metrics.families().filter(({ name }) => !page.includes(`\`${name}\``));
    expect(undocumented.map(({ name }) => name)).toEqual([]);
  });
});

describe('metrics by OTLP', () => {
  it.each([
    ['rota_requests_total', 'rota.requests', '1'],
    ['rota_time_to_first_byte_seconds', 'rota.time_to_first_byte', 's'],
    ['rota_resident_memory_bytes', 'rota.resident_memory', 'By'],
    ['rota_cpu_seconds_total', 'rota.cpu', 's'],
    ['rota_account_window_utilization_ratio', 'rota.account_window_utilization', '1'],
  ])('call %s by the names of OpenTelemetry', (name, otlp, unit) => {
    expect(otlpName(name)).toEqual({ name: otlp, unit });
  });

  it('reach a receiver, the last time when Rota stops', async () => {
    const received: { readonly path: string; readonly body: string }[] = [];
    const receiver = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      request.on('end', () => {
        received.push({ path: request.url ?? '', body });
        response.setHeader('content-type', 'application/json').end('{}');
      });
    });
    await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
    const { port } = receiver.address() as AddressInfo;
    const rig = openMetrics({ otlpUrl: () => `http://127.0.0.1:${port}` });
    rig.metrics.push();
    live(rig);
    await rig.metrics.close();

    expect(received.map(({ path }) => path)).toEqual(['/v1/metrics']);
    const [resource] = JSON.parse(received[0]!.body).resourceMetrics;
    expect(resource.resource.attributes).toContainEqual({
      key: 'service.name',
      value: { stringValue: 'rota' },
    });
    const metrics = new Map<string, Record<string, never>>(
      resource.scopeMetrics[0].metrics.map((metric: { name: string }) => [metric.name, metric]),
    );
    expect(metrics.get('rota.requests')).toMatchObject({
      sum: { isMonotonic: true, aggregationTemporality: 2 },
    });
    expect(metrics.get('rota.time_to_first_byte')).toMatchObject({
      unit: 's',
      histogram: { dataPoints: [{ count: 2, sum: 90.4 }] },
    });
    expect(metrics.get('rota.open_streams')).toMatchObject({ gauge: { dataPoints: [{ asDouble: 3 }] } });
    await new Promise((done) => receiver.close(done));
  });

  it('hold up neither start nor end where the receiver does not answer', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
    const { port } = silent.address() as AddressInfo;
    const rig = openMetrics({
      otlpUrl: () => `http://127.0.0.1:${port}/v1/metrics`,
      clock: {
        now: () => 0,
        after: (ms, fn) => {
          const timer = setTimeout(fn, ms / 10);
          return { [Symbol.dispose]: () => clearTimeout(timer) };
        },
      },
    });
    rig.metrics.push();
    const began = performance.now();
    await rig.metrics.close();
    expect(performance.now() - began).toBeLessThan(3_000);
    silent.closeAllConnections();
    await new Promise((done) => silent.close(done));
  });

  it('stop and begin with the settings', async () => {
    let url: string | null = null;
    const paths: string[] = [];
    const receiver = createServer((request, response) => {
      paths.push(request.url ?? '');
      request.resume().on('end', () => response.end('{}'));
    });
    await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
    const { port } = receiver.address() as AddressInfo;
    const rig = openMetrics({ otlpUrl: () => url });
    rig.metrics.push();
    for (const next of ['/one', '/two']) {
      url = `http://127.0.0.1:${port}${next}`;
      rig.bus.emit({ kind: 'settings-changed' });
    }
    url = null;
    rig.bus.emit({ kind: 'settings-changed' });
    await rig.metrics.close();
    expect(paths).toEqual(['/one', '/two']);
    await new Promise((done) => receiver.close(done));
  });
});
