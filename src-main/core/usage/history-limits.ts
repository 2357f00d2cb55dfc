import type { HistorySettings } from '../settings/settings.ts';

/** SQLite's default, which a new file gets. */
const PAGE_BYTES = 4096;
/** Room for the write-ahead log and its index beside the database, at most. */
const MAX_LOG_BYTES = 8 * 1024 * 1024;

/** How large the parts of the history may become. */
export interface HistoryLimits {
  /** SQLite itself refuses to let the database grow beyond it. */
  readonly maxPages: number;
  /** From here on the oldest requests go. */
  readonly fullPages: number;
  /** Until here they go. */
  readonly roomyPages: number;
  /** A log of this size is written back even while requests are open. */
  readonly maxLogBytes: number;
}

/** Divides `maxBytes` between the database and its side files. */
export function historyLimits({ maxBytes }: Pick<HistorySettings, 'maxBytes'>): HistoryLimits {
  const maxLogBytes = Math.min(MAX_LOG_BYTES, Math.floor(maxBytes / 8));
  // The log may outgrow its mark by one batch before it is written back.
  const maxPages = Math.max(64, Math.floor((maxBytes - 2 * maxLogBytes) / PAGE_BYTES));
  return {
    maxPages,
    fullPages: Math.floor(maxPages * 0.9),
    roomyPages: Math.floor(maxPages * 0.8),
    maxLogBytes,
  };
}
