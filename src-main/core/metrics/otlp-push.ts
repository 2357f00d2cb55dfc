/** Sends metrics by OTLP over HTTP, once a minute, with OpenTelemetry's own exporter. Loaded only where an address is set. */
import type { HrTime } from '@opentelemetry/api';
import type { MetricData, MetricProducer, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { Clock } from '../lib/clock.ts';
import type { Closer } from '../lib/closer.ts';
import type { MetricFamily } from './metric-family.ts';

const EXPORT_EVERY_MS = 60_000;
const EXPORT_TIMEOUT_MS = 10_000;
/** The path of the protocol, for an address that names none (OTLP 1.5, "OTLP/HTTP Request"). */
const DEFAULT_PATH = '/v1/metrics';

export interface OtlpPushOptions {
  readonly url: string;
  readonly version: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly families: () => readonly MetricFamily[];
  readonly everyMs?: number;
}

/** Begins to send. What cannot be sent is left out: the sums of the next minute hold it, too. */
export async function startOtlpPush(options: OtlpPushOptions): Promise<Closer> {
  const { url, version, clock, families, everyMs = EXPORT_EVERY_MS } = options;
  const [sdk, { OTLPMetricExporter }] = await Promise.all([
    import('@opentelemetry/sdk-metrics'),
    import('@opentelemetry/exporter-metrics-otlp-http'),
  ]);
  const startTime = hrTime(clock.now());
  const resource = resourceOf({ 'service.name': 'rota', 'service.version': version });
  const { CUMULATIVE: aggregationTemporality } = sdk.AggregationTemporality;

  const metricOf = (family: MetricFamily): MetricData => {
    const descriptor = { ...otlpName(family.name), description: family.help, valueType: VALUE_TYPE_DOUBLE };
    const times = { startTime, endTime: hrTime(clock.now()) };
    switch (family.kind) {
      case 'histogram':
        return {
          descriptor,
          aggregationTemporality,
          dataPointType: sdk.DataPointType.HISTOGRAM,
          dataPoints: family.points.map(({ labels, counts, sum, count }) => ({
            ...times,
            attributes: { ...labels },
            value: { buckets: { boundaries: [...family.boundaries], counts: [...counts] }, sum, count },
          })),
        };
      case 'counter':
      case 'gauge': {
        const dataPoints = family.points.map(({ labels, value }) => ({
          ...times,
          attributes: { ...labels },
          value,
        }));
        return family.kind === 'gauge'
          ? { descriptor, aggregationTemporality, dataPointType: sdk.DataPointType.GAUGE, dataPoints }
          : {
              descriptor,
              aggregationTemporality,
              dataPointType: sdk.DataPointType.SUM,
              isMonotonic: true,
              dataPoints,
            };
      }
    }
  };
  const producer: MetricProducer = {
    collect: async () => ({
      resourceMetrics: {
        resource,
        scopeMetrics: [{ scope: { name: 'rota', version }, metrics: families().map(metricOf) }],
      },
      errors: [],
    }),
  };

  const reader = new sdk.PeriodicExportingMetricReader({
    exporter: new OTLPMetricExporter({ url: withPath(url) }),
    exportIntervalMillis: everyMs,
    exportTimeoutMillis: Math.min(EXPORT_TIMEOUT_MS, everyMs),
  });
  reader.setMetricProducer(producer);
  return { close: () => reader.shutdown().catch(() => {}) };
}

/** `ValueType.DOUBLE` of @opentelemetry/api, whose enum is not worth loading the package for. */
const VALUE_TYPE_DOUBLE = 1;

/**
 * The name as OpenTelemetry writes it: `rota_time_to_first_byte_seconds` is `rota.time_to_first_byte` in `s`. Its
 * conventions keep the unit and `_total` out of names; a Prometheus that receives it puts both back.
 */
export function otlpName(name: string): { readonly name: string; readonly unit: string } {
  const plain = name.replace(/^rota_/, 'rota.').replace(/_total$/, '');
  const units: Readonly<Record<string, string>> = { _seconds: 's', _bytes: 'By', _ratio: '1' };
  for (const [suffix, unit] of Object.entries(units)) {
    if (plain.endsWith(suffix)) return { name: plain.slice(0, -suffix.length), unit };
  }
  return { name: plain, unit: '1' };
}

function withPath(address: string): string {
  const url = new URL(address);
  if (url.pathname === '/') url.pathname = DEFAULT_PATH;
  return url.href;
}

function hrTime(ms: number): HrTime {
  const seconds = Math.floor(ms / 1_000);
  return [seconds, Math.round((ms - seconds * 1_000) * 1e6)];
}

/** What the numbers are about; the same for as long as the program runs. */
function resourceOf(attributes: Readonly<Record<string, string>>): ResourceMetrics['resource'] {
  const resource: ResourceMetrics['resource'] = {
    attributes,
    merge: () => resource,
    getRawAttributes: () => Object.entries(attributes),
  };
  return resource;
}
