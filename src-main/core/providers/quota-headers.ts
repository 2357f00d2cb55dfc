/**
 * Reads quota windows from an answer's `anthropic-ratelimit-*` headers. Subscriptions send
 * `anthropic-ratelimit-unified-WINDOW-{utilization,reset,status}` with resets in unix seconds; API keys send
 * `anthropic-ratelimit-KIND-{limit,remaining,reset}` with resets in RFC 3339. Windows that nobody has heard of
 * are kept under the name they came with. Runs on every answer: without such a header it allocates nothing.
 */
import type { QuotaWindow } from '../../../src-shared/model/quota-window.ts';
import { remember } from '../lib/remember.ts';
import type { ResponseHead } from './response-head.ts';

type Headers = ResponseHead['headers'];

const PREFIX = 'anthropic-ratelimit-';
const UNIFIED_PREFIX = 'anthropic-ratelimit-unified-';
const NO_WINDOWS: readonly QuotaWindow[] = [];

/** A unix time from this value on is meant in milliseconds: as seconds it would lie beyond the year 5138. */
const FIRST_MILLISECOND_VALUE = 1e11;
/** A window that ends later than this is a mistake and not shown, in ms; monthly budgets are the longest that exist. */
const MAX_WINDOW_MS = 366 * 24 * 60 * 60 * 1000;

/**
 * A reset header as ms since the epoch: unix seconds, unix milliseconds (told apart by size) or RFC 3339.
 * Null where it is absent, not understood or not after `now`. A value from the far future is returned as it
 * is; whoever rests on it clamps it.
 */
export function parseReset(value: string | undefined, now: number): number | null {
  if (value === undefined) return null;
  const at = parseInstant(value.trim());
  return at !== null && at > now ? at : null;
}

function parseInstant(text: string): number | null {
  if (/^\d{1,16}(?:\.\d+)?$/.test(text)) {
    const value = Number(text);
    return Math.round(value < FIRST_MILLISECOND_VALUE ? value * 1000 : value);
  }
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/i.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at;
}

/** The windows that an answer's headers report, read at `now` (ms since the epoch). */
export function readQuotaWindows(headers: Headers, now: number): readonly QuotaWindow[] {
  let windows: QuotaWindow[] | null = null;
  for (const header in headers) {
    if (!header.startsWith(PREFIX)) continue;
    const name = windowName(header);
    if (name === null) continue;
    windows ??= [];
    if (!windows.some((window) => window.name === name)) windows.push(readWindow(headers, name, now));
  }
  return windows ?? NO_WINDOWS;
}

/** More headers than vendors send in all; the same few come with every answer. */
const MAX_REMEMBERED = 200;
const windowName = remember(MAX_REMEMBERED, readWindowName);

/**
 * The window that a header speaks of; null for a header about the answer as a whole (`-unified-status`,
 * `-unified-reset`, `-unified-fallback-percentage`…) and for what is no plain name.
 */
function readWindowName(header: string): string | null {
  const match = header.startsWith(UNIFIED_PREFIX)
    ? /^(.+)-(?:utilization|reset|status)$/.exec(header.slice(UNIFIED_PREFIX.length))
    : /^(.+)-(?:limit|remaining|reset)$/.exec(header.slice(PREFIX.length));
  return plainWord(match?.[1]);
}

function readWindow(headers: Headers, name: string, now: number): QuotaWindow {
  const unified = (field: string) => headers[`${UNIFIED_PREFIX}${name}-${field}`];
  const plain = (field: string) => headers[`${PREFIX}${name}-${field}`];
  const resetsAt = parseReset(unified('reset') ?? plain('reset'), now);
  return {
    name,
    utilization:
      share(numberOf(unified('utilization'))) ??
      spentShare(numberOf(plain('limit')), numberOf(plain('remaining'))),
    resetsAt: resetsAt !== null && resetsAt - now <= MAX_WINDOW_MS ? resetsAt : null,
    status: plainWord(unified('status')),
    source: 'response-headers',
    readAt: now,
  };
}

function numberOf(value: string | undefined): number | null {
  return value !== undefined && /^\d+(?:\.\d+)?$/.test(value.trim()) ? Number(value) : null;
}

/** A little over 1 is sent when the last request overdrew the window. */
function share(value: number | null): number | null {
  return value === null ? null : Math.min(value, 1);
}

function spentShare(limit: number | null, remaining: number | null): number | null {
  return limit === null || remaining === null || limit === 0 ? null : Math.max(0, 1 - remaining / limit);
}

/** A short word as it came, else null: what an upstream wrote goes into snapshots only where it is a mere name. */
export function plainWord(value: string | undefined): string | null {
  return value !== undefined && /^[a-z0-9][a-z0-9_-]{0,39}$/i.test(value) ? value : null;
}
