/** One try at one account: send, wait for what decides, and name the outcome. */
import type { Account } from '../accounts/account.ts';
import type { Clock } from '../lib/clock.ts';
import type { Credential } from '../oauth/credential.ts';
import type { AttemptOutcome } from '../providers/attempt-outcome.ts';
import { classifyAnswer } from '../providers/classify-answer.ts';
import { classifyFailure } from '../providers/classify-failure.ts';
import { classifyFirstEvent } from '../providers/classify-first-event.ts';
import { isEventStream } from './answer-reader.ts';
import { decodePrefix } from './content-decoder.ts';
import { upstreamHeaders } from './forwarded-headers.ts';
import type { HeaderLines } from './header-lines.ts';
import { peekErrorBody, peekFirstEvent } from './peek.ts';
import type { ReplayBody } from './replay-body.ts';
import { type RequestPath, upstreamTarget } from './request-path.ts';
import type { AnswerHead } from './upstream/transport.ts';
import { UpstreamExchange } from './upstream-exchange.ts';
import type { UpstreamRoute } from './upstream-pools.ts';

export interface AttemptRequest {
  readonly method: string;
  readonly path: RequestPath;
  readonly headers: HeaderLines;
  readonly body: ReplayBody;
  readonly model: string | null;
}

/** An attempt that has come to an outcome; `head` is null where no answer came. */
export interface Attempt {
  readonly exchange: UpstreamExchange;
  readonly head: AnswerHead | null;
  readonly outcome: AttemptOutcome;
}

/** Puts the request on the wire to `account`. The caller awaits `judge` and may abort the exchange meanwhile. */
export function startAttempt(
  request: AttemptRequest,
  account: Account,
  credential: Credential,
  route: UpstreamRoute,
): UpstreamExchange {
  const { entry } = account;
  const exchange = new UpstreamExchange();
  let headers: string;
  try {
    headers = upstreamHeaders({
      headers: request.headers,
      credential,
      customHeaders: entry.customHeaders,
      apiVersion: entry.apiVersion,
      contentLength: request.body.byteLength > 0 ? request.body.byteLength : null,
    });
  } catch (error) {
    exchange.onFailure(error as Error);
    return exchange;
  }
  exchange.send(route.transport, {
    method: request.method,
    path: upstreamTarget(route.pathPrefix, request.path.target),
    headers,
    body: request.body.chunks,
    silenceMs: entry.timeoutMs,
  });
  return exchange;
}

/** Waits for the head, and where the head does not decide, for the first event or the error's text. */
export async function judgeAttempt(
  exchange: UpstreamExchange,
  request: AttemptRequest,
  route: UpstreamRoute,
  clock: Clock,
): Promise<Attempt> {
  const head = await exchange.head;
  if (!head) return { exchange, head, outcome: failureOf(exchange, route) };
  const encoding = head.headers.get('content-encoding');
  const asked = { pathKind: request.path.kind, model: request.model };

  if (head.status >= 400) {
    const prefix = decodePrefix(encoding, await peekErrorBody(exchange, clock));
    return { exchange, head, outcome: classifyAnswer(head, prefix, asked, clock.now()) };
  }
  const outcome = classifyAnswer(head, null, asked, clock.now());
  const mayStream = head.status === 200 && request.method !== 'HEAD';
  if (!mayStream || outcome.kind !== 'succeeded' || !isEventStream(head.headers.get('content-type'))) {
    return { exchange, head, outcome };
  }
  const first = await peekFirstEvent(exchange, encoding);
  if (first === null) {
    const broken = exchange.failure !== null;
    return {
      exchange,
      head: broken ? null : head,
      outcome: broken
        ? failureOf(exchange, route)
        : { kind: 'upstream-failed', cause: 'invalid-answer', status: head.status },
    };
  }
  return { exchange, head, outcome: first.kind === 'fine' ? outcome : classifyFirstEvent(first.data) };
}

/** Answers that must not reach the client as they are: a redirect would take its key and prompt to another host. */
export function cannotBeRelayed(outcome: AttemptOutcome): boolean {
  return (
    outcome.kind === 'upstream-failed' && (outcome.cause === 'redirect' || outcome.cause === 'invalid-answer')
  );
}

function failureOf(exchange: UpstreamExchange, { host, viaProxy }: UpstreamRoute): AttemptOutcome {
  return classifyFailure(exchange.failure, { reachedUpstream: exchange.reachedUpstream, host, viaProxy });
}
