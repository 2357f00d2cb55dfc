import type { Clock } from '../lib/clock.ts';
import type { HttpFetch, HttpRequest } from './http-fetch.ts';

/** What one call came to: an answer of any status, or why there is none. */
export type FetchOutcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | { readonly kind: 'too-large' }
  /** `cause` is the network error's code where it has one, e.g. `ECONNREFUSED`. */
  | { readonly kind: 'unreachable'; readonly cause: string | null }
  | { readonly kind: 'timed-out'; readonly timeoutMs: number };

/** One call, head and body within `timeoutMs`. Never throws. */
export async function fetchWithin(
  {
    fetch,
    clock,
    timeoutMs,
  }: { readonly fetch: HttpFetch; readonly clock: Clock; readonly timeoutMs: number },
  url: string,
  request: Omit<HttpRequest, 'signal'>,
): Promise<FetchOutcome> {
  const controller = new AbortController();
  using _deadline = clock.after(timeoutMs, () => controller.abort());
  try {
    const answer = await fetch(url, { ...request, signal: controller.signal });
    return { kind: 'answered', status: answer.status, headers: answer.headers, body: await answer.text() };
  } catch (error) {
    if (controller.signal.aborted) return { kind: 'timed-out', timeoutMs };
    const code = errorCode(error);
    return code === 'ANSWER_TOO_LARGE' ? { kind: 'too-large' } : { kind: 'unreachable', cause: code };
  }
}

/** A network error's code; never its message, which may hold a proxy's password. */
function errorCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null;
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(code)) return code;
  return cause === undefined ? null : errorCode(cause);
}
