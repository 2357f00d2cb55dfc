/** Names what an upstream's answer means, by the outcome table and nothing else. */
import { parseRetryAfter } from '../lib/retry-after.ts';
import type { AttemptOutcome } from './attempt-outcome.ts';
import { type ErrorBody, readErrorBody } from './error-body.ts';
import {
  refusesThisClient,
  refusesThisNetwork,
  speaksOfCredit,
  speaksOfToken,
  wantsExtraUsageForLongContext,
} from './error-texts.ts';
import type { PathKind } from './path-kind.ts';
import { readQuotaWindows } from './quota-headers.ts';
import { readQuotaRejection } from './quota-rejection.ts';
import type { ResponseHead } from './response-head.ts';

/** What is known of the request that was answered. */
export interface AnsweredRequest {
  readonly pathKind: PathKind;
  /** The model name as it was sent upstream, i.e. after a route renamed it. */
  readonly model: string | null;
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * The outcome of an attempt that was answered with `head`. `bodyPrefix` is the decoded beginning of an error's
 * body (4xx only; null where there is none or it could not be read), `now` ms since the epoch.
 */
export function classifyAnswer(
  head: ResponseHead,
  bodyPrefix: Uint8Array | null,
  request: AnsweredRequest,
  now: number,
): AttemptOutcome {
  const { status, headers } = head;
  if (status >= 200 && status < 300) {
    return { kind: 'succeeded', status, windows: readQuotaWindows(headers, now) };
  }
  if (status === 529)
    return { kind: 'overloaded', retryAfterMs: parseRetryAfter(headers.get('retry-after'), now) };
  if (status >= 500 && status < 600) return { kind: 'upstream-failed', cause: 'status', status };
  if (status >= 400 && status < 500) {
    return classifyRefusal(head, readErrorBody(bodyPrefix, headers.get('content-type')), request, now);
  }
  if (REDIRECTS.has(status) && headers.get('location') !== undefined) {
    return { kind: 'upstream-failed', cause: 'redirect', status };
  }
  // 304 and its like answer a question that the client asked.
  if (status >= 300 && status < 400) return { kind: 'succeeded', status, windows: [] };
  return { kind: 'upstream-failed', cause: 'invalid-answer', status };
}

function classifyRefusal(
  head: ResponseHead,
  body: ErrorBody,
  request: AnsweredRequest,
  now: number,
): AttemptOutcome {
  const { status } = head;
  switch (status) {
    case 429:
      return classifyRateLimit(head, body, request, now);
    case 401:
      return refusesThisClient(body) ? { kind: 'blocked', status } : { kind: 'unauthorized', status };
    case 403:
      if (refusesThisClient(body) || refusesThisNetwork(body)) return { kind: 'blocked', status };
      return speaksOfToken(body) ? { kind: 'unauthorized', status } : { kind: 'forbidden' };
    case 400:
      if (refusesThisClient(body)) return { kind: 'blocked', status };
      return speaksOfCredit(status, body) ? { kind: 'out-of-credit', status } : { kind: 'rejected', status };
    case 402:
      return speaksOfCredit(status, body) ? { kind: 'out-of-credit', status } : { kind: 'rejected', status };
    default:
      return { kind: 'rejected', status };
  }
}

function classifyRateLimit(
  head: ResponseHead,
  body: ErrorBody,
  request: AnsweredRequest,
  now: number,
): AttemptOutcome {
  // The text goes before the headers: it is about this one request, and a cooldown for it would take one
  // account after the other out of service. As with a 403, one other account may have what is missing.
  if (wantsExtraUsageForLongContext(body)) return { kind: 'forbidden' };
  return (
    readQuotaRejection(head, request.model, now) ?? {
      kind: 'throttled',
      retryAfterMs: parseRetryAfter(head.headers.get('retry-after'), now),
    }
  );
}
