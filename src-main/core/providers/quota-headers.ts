/**
 * Reads quota windows from an answer's `anthropic-ratelimit-*` headers. Subscriptions send
 * `anthropic-ratelimit-unified-WINDOW-{utilization,reset,status}` with resets in unix seconds; API keys send
 * `anthropic-ratelimit-KIND-{limit,remaining,reset}` with resets in RFC 3339. Windows that nobody has heard of
 * are kept under the name they came with. Runs on every answer: without such a header it allocates nothing.
 */
import type { QuotaWindow } from '../../../src-shared/model/quota-window.ts';
import { remember } from '../lib/remember.ts';
import type { AnswerHeaders } from './response-head.ts';

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

/** What the headers say of one window, whenever they are read. */
interface StatedWindow {
  readonly name: string;
  readonly utilization: number | null;
  /** ms since the epoch. */
  readonly resetsAt: number | null;
  readonly status: string | null;
}

/** The windows that an answer's headers report, read at `now` (ms since the epoch). */
export function readQuotaWindows(headers: AnswerHeaders, now: number): readonly QuotaWindow[] {
  const lines = headers.linesWithPrefix(PREFIX);
  if (lines === '') return NO_WINDOWS;
  const stated = statedWindows(lines);
  return stated.length === 0 ? NO_WINDOWS : stated.map((window) => asReadAt(window, now));
}

function asReadAt({ name, utilization, resetsAt, status }: StatedWindow, now: number): QuotaWindow {
  return {
    name,
    utilization,
    resetsAt: resetsAt !== null && resetsAt > now && resetsAt - now <= MAX_WINDOW_MS ? resetsAt : null,
    status,
    source: 'response-headers',
    readAt: now,
  };
}

/** From one answer to the next an account's windows seldom change by as much as a digit. */
const MAX_REMEMBERED_STATES = 64;
const statedWindows = remember(MAX_REMEMBERED_STATES, readStatedWindows);

type Field = 'utilization' | 'status' | 'reset' | 'limit' | 'remaining' | 'plain-reset';
type WindowTexts = Partial<Record<Field, string>>;

function readStatedWindows(lines: string): readonly StatedWindow[] {
  const windows = new Map<string, WindowTexts>();
  for (const line of lines.split('\r\n')) {
    const colon = line.indexOf(':');
    const place = windowField(line.slice(0, Math.max(0, colon)).toLowerCase());
    if (place === null) continue;
    const texts = windows.get(place.window) ?? {};
    windows.set(place.window, texts);
    const value = line.slice(colon + 1).trim();
    const present = texts[place.field];
    texts[place.field] = present === undefined ? value : `${present}, ${value}`;
  }
  return Array.from(windows, ([name, texts]) => statedWindow(name, texts));
}

interface WindowField {
  readonly window: string;
  readonly field: Field;
}

/**
 * The window and field that a header speaks of; null for a header about the answer as a whole (`-unified-status`,
 * `-unified-reset`, `-unified-fallback-percentage`…) and for what is no plain name.
 */
function windowField(header: string): WindowField | null {
  if (!header.startsWith(PREFIX)) return null;
  const isUnified = header.startsWith(UNIFIED_PREFIX);
  const match = isUnified
    ? /^(.+)-(utilization|reset|status)$/.exec(header.slice(UNIFIED_PREFIX.length))
    : /^(.+)-(limit|remaining|reset)$/.exec(header.slice(PREFIX.length));
  const window = plainWord(match?.[1]);
  if (window === null) return null;
  const field = match![2] as Field;
  return { window, field: field === 'reset' && !isUnified ? 'plain-reset' : field };
}

function statedWindow(name: string, texts: WindowTexts): StatedWindow {
  const reset = texts.reset ?? texts['plain-reset'];
  return {
    name,
    utilization:
      share(numberOf(texts.utilization)) ?? spentShare(numberOf(texts.limit), numberOf(texts.remaining)),
    resetsAt: reset === undefined ? null : parseInstant(reset),
    status: plainWord(texts.status),
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
