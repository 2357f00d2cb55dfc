import type { AttemptOutcome } from './attempt-outcome.ts';

/**
 * The outcome of a stream whose first event is an `error`: `data` is the text of its data lines. Nothing has
 * been committed yet, so it counts like a failure before the head: an `overloaded_error` is the provider's
 * trouble, every other type (also one that this program does not know, or cannot read) a failure of the upstream.
 */
export function classifyFirstEvent(data: string): AttemptOutcome {
  return errorType(data) === 'overloaded_error'
    ? { kind: 'overloaded', retryAfterMs: null }
    : { kind: 'upstream-failed', cause: 'stream-error', status: 200 };
}

function errorType(data: string): unknown {
  try {
    return (JSON.parse(data) as { error?: { type?: unknown } } | null)?.error?.type;
  } catch {
    return undefined;
  }
}
