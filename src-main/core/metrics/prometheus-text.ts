import type { Metric } from 'prom-client';
import type { HistogramPoint, MetricFamily } from './metric-family.ts';

/** What Prometheus reads, as prom-client writes it; the library is loaded by the first call. */
export async function prometheusText(
  families: readonly MetricFamily[],
): Promise<{ readonly contentType: string; readonly text: string }> {
  const { Registry } = await import('prom-client');
  const registry = new Registry();
  for (const family of families) {
    // The registry asks a metric for its name and for its values, and for nothing else.
    registry.registerMetric({ name: family.name, get: async () => told(family) } as unknown as Metric);
  }
  return { contentType: registry.contentType, text: await registry.metrics() };
}

function told(family: MetricFamily) {
  const { name, help, kind: type } = family;
  const values =
    family.kind === 'histogram'
      ? family.points.flatMap((point) => histogramValues(name, family.boundaries, point))
      : family.points;
  return { name, help, type, values };
}

/** Prometheus counts each bucket with all smaller ones. */
function histogramValues(name: string, boundaries: readonly number[], point: HistogramPoint) {
  let sum = 0;
  const buckets = point.counts.map((count, index) => {
    sum += count;
    const le = String(boundaries[index] ?? '+Inf');
    return { metricName: `${name}_bucket`, labels: { ...point.labels, le }, value: sum };
  });
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels: point.labels, value: point.sum },
    { metricName: `${name}_count`, labels: point.labels, value: point.count },
  ];
}
