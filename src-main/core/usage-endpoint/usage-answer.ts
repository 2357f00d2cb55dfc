/**
 * Reads the vendor's usage answer, `GET /api/oauth/usage`: windows by name, each `{utilization: 0–100 | null,
 * resets_at: RFC 3339 | null}`, beside `extra_usage` and a list `limits`. Windows that nobody has heard of are kept.
 */
import type { QuotaWindow } from '../../../src-shared/model/quota-window.ts';
import { parseReset, plainWord } from '../providers/quota-headers.ts';

type Json = Readonly<Record<string, unknown>>;

/** More names than this are an answer that is none. */
const MAX_WINDOWS = 32;
/** A window that ends later than this is a mistake and not shown, in ms; as for windows from headers. */
const MAX_WINDOW_MS = 366 * 24 * 60 * 60_000;
/** Spending, which is no window: its `utilization` is that of the monthly budget. */
const EXTRA_USAGE = 'extra_usage';

/** The windows of a usage answer read at `now` (ms since the epoch), by the names that headers use; null where it is none. */
export function parseUsageAnswer(body: string, now: number): readonly QuotaWindow[] | null {
  const json = parseObject(body);
  if (json === null) return null;
  const windows = new Map<string, QuotaWindow>();
  const add = (name: string | null, utilization: unknown, resetsAt: unknown) => {
    if (name === null || windows.has(name) || windows.size >= MAX_WINDOWS) return;
    const used = share(utilization);
    const reset = resetOf(resetsAt, now);
    // A limit that this plan does not have is all null.
    if (used === null && reset === null) return;
    const source = 'usage-endpoint';
    windows.set(name, { name, utilization: used, resetsAt: reset, status: null, source, readAt: now });
  };
  for (const [key, value] of Object.entries(json)) {
    const window = asObject(value);
    if (window !== null && key !== EXTRA_USAGE) add(windowName(key), window.utilization, window.resets_at);
  }
  const extra = asObject(json[EXTRA_USAGE]);
  if (extra?.is_enabled === true) add('overage', extra.utilization, null);
  for (const value of Array.isArray(json.limits) ? json.limits : []) {
    const limit = asObject(value);
    if (typeof limit?.kind === 'string') add(windowName(limit.kind), limit.percent, limit.resets_at);
  }
  return [...windows.values()];
}

/** `five_hour` → `5h`, `seven_day_opus` → `7d_opus`; any other plain word as it is. */
function windowName(key: string): string | null {
  return plainWord(key.replace(/^five_hour/, '5h').replace(/^seven_day/, '7d'));
}

function share(percent: unknown): number | null {
  if (typeof percent !== 'number' || !Number.isFinite(percent) || percent < 0) return null;
  return Math.min(percent / 100, 1);
}

function resetOf(value: unknown, now: number): number | null {
  const at = typeof value === 'string' ? parseReset(value, now) : null;
  return at !== null && at - now <= MAX_WINDOW_MS ? at : null;
}

function asObject(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;
}

function parseObject(body: string): Json | null {
  try {
    return asObject(JSON.parse(body));
  } catch {
    return null;
  }
}
