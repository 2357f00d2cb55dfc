import type { HeaderList } from '../wire/answer.ts';
import type { QuotaReading } from './quota-windows.ts';
import type { RateReading } from './rate-window.ts';
import type { Overage } from './simulated-account.ts';

/** Unix time in whole seconds, as the vendor writes resets of subscription limits. */
const unixSeconds = (ms: number): string => String(Math.ceil(ms / 1000));

/** The spent limit that opens last, since the account serves again only then; null while none is spent. */
export function spentLimit(readings: readonly QuotaReading[]): QuotaReading | null {
  const spent = readings.filter(({ status }) => status === 'rejected');
  return spent.sort((a, b) => b.resetsAt - a.resetsAt)[0] ?? null;
}

/** The `anthropic-ratelimit-unified-*` headers that a subscription account gets with every answer. */
export function unifiedHeaders(readings: readonly QuotaReading[], overage: Overage): HeaderList {
  const spent = spentLimit(readings);
  const tightest = [...readings].sort((a, b) => b.utilization - a.utilization)[0];
  const representative = spent ?? tightest;
  if (!representative) return [];
  const inOverage = spent !== null && overage.status === 'allowed';
  const status = inOverage ? 'allowed' : representative.status;

  const name = (suffix: string) => `anthropic-ratelimit-unified-${suffix}`;
  const headers: [string, string][] = [[name('status'), status]];
  for (const reading of readings) {
    headers.push([name(`${reading.shortName}-status`), reading.status]);
    headers.push([name(`${reading.shortName}-reset`), unixSeconds(reading.resetsAt)]);
    headers.push([name(`${reading.shortName}-utilization`), String(Number(reading.utilization.toFixed(4)))]);
    if (reading.surpassedThreshold !== null) {
      headers.push([name(`${reading.shortName}-surpassed-threshold`), String(reading.surpassedThreshold)]);
    }
  }
  headers.push([name('representative-claim'), representative.claim]);
  headers.push([name('fallback-percentage'), '0.5']);
  headers.push([name('reset'), unixSeconds(representative.resetsAt)]);
  headers.push([name('overage-status'), overage.status]);
  if (overage.status === 'rejected') headers.push([name('overage-disabled-reason'), overage.disabledReason]);
  if (inOverage) headers.push([name('overage-in-use'), 'true']);
  return headers;
}

/** The `anthropic-ratelimit-{requests,tokens}-*` headers of an API key; resets are RFC 3339 there. */
export function rateHeaders(reading: RateReading): HeaderList {
  const reset = new Date(reading.resetsAt).toISOString();
  return (['requests', 'tokens'] as const).flatMap((kind) => [
    [`anthropic-ratelimit-${kind}-limit`, String(reading[kind].limit)] as const,
    [`anthropic-ratelimit-${kind}-remaining`, String(reading[kind].remaining)] as const,
    [`anthropic-ratelimit-${kind}-reset`, reset] as const,
  ]);
}
