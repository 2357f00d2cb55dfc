import type { Hono } from 'hono';
import { contract } from '../../../src-shared/contract/contract.ts';
import { EVENTS_PATH, endpointOf } from '../../../src-shared/contract/endpoint.ts';
import { openApiDocument } from '../../../src-shared/contract/openapi.ts';
import { localeOfHeader } from '../../../src-shared/i18n/accept-language.ts';
import type { Locale } from '../../../src-shared/i18n/locale.ts';
import type { Clock } from '../lib/clock.ts';
import type { Result } from '../lib/result.ts';
import { createCallContext } from './call-context.ts';
import type { Dispatch } from './dispatch.ts';
import { createEventStream } from './event-stream.ts';
import { errorAnswer, jsonAnswer, replyAnswer } from './http-answer.ts';
import { type JsonBodyFailure, MAX_MANAGEMENT_BODY_BYTES, readJsonBody } from './json-body.ts';
import type { SnapshotFeed } from './snapshot-feed.ts';

export interface HttpBindingOptions {
  readonly version: string;
  readonly dispatch: Dispatch;
  readonly feed: Pick<SnapshotFeed, 'subscribe' | 'isClosed'>;
  readonly clock: Pick<Clock, 'after'>;
  readonly onRevoked: OnRevoked;
}

/** Calls `end` when the key in these headers opens the management API no longer, until the handle is disposed. */
export type OnRevoked = (headers: Headers, end: () => void) => Disposable;

/** Puts every procedure of the contract, the event stream and the OpenAPI page on an app. */
export function bindContract(
  app: Hono,
  { version, dispatch, feed, clock, onRevoked }: HttpBindingOptions,
): void {
  for (const [name, { kind }] of Object.entries(contract)) {
    const { method, path } = endpointOf(name, kind);
    app.on(method, path, async (c) => {
      const locale = localeOf(c.req.raw);
      if (kind === 'query') return replyAnswer(await dispatch(name, c.req.query(), { locale }));
      const body = await readJsonBody(c.req.raw);
      if (!body.ok) return bodyFailureAnswer(body, locale);
      return replyAnswer(await dispatch(name, body.value, { locale }));
    });
  }
  app.get(EVENTS_PATH, (c) => {
    if (feed.isClosed) {
      const message = createCallContext(localeOf(c.req.raw)).say('request.shuttingDown');
      return errorAnswer({ code: 'shutting_down', message }, { 'retry-after': '1' });
    }
    // HEAD comes here too, and nobody would ever read or cancel its stream.
    if (c.req.method === 'HEAD') return eventStreamAnswer(null);
    const { headers } = c.req.raw;
    return eventStreamAnswer(createEventStream(feed, clock, (end) => onRevoked(headers, end)));
  });

  let openApi: Readonly<Record<string, unknown>> | null = null;
  app.get('/openapi.json', () => {
    openApi ??= openApiDocument(version);
    return jsonAnswer(openApi);
  });
  refuseOtherMethods(app);
}

/** The language of the caller. */
export function localeOf(request: Request): Locale {
  return localeOfHeader(request.headers.get('accept-language'));
}

/** Why a body could not be read, in the caller's language. */
export function bodyFailureAnswer(
  { error }: Extract<Result<unknown, JsonBodyFailure>, { ok: false }>,
  locale: Locale,
): Response {
  const { say } = createCallContext(locale);
  switch (error.code) {
    case 'unsupported_media_type':
      return errorAnswer({ code: error.code, message: say('request.notJson') });
    case 'invalid_json':
      return errorAnswer({ code: error.code, message: say('request.badJson') });
    case 'payload_too_large':
      return errorAnswer({
        code: error.code,
        message: say('request.tooLarge', { limit: MAX_MANAGEMENT_BODY_BYTES }),
      });
  }
}

/** Answers 405 where the path is known and the method is not (RFC 9110 section 15.5.6). */
function refuseOtherMethods(app: Hono): void {
  const methodsByPath = Map.groupBy(app.routes, ({ path }) => path);
  for (const [path, routes] of methodsByPath) {
    const allow = [...new Set(routes.map(({ method }) => method))].join(', ');
    app.all(path, (c) => {
      const message = createCallContext(localeOf(c.req.raw)).say('request.methodNotAllowed', {
        method: c.req.method.slice(0, 20),
      });
      return errorAnswer({ code: 'method_not_allowed', message }, { allow });
    });
  }
}

function eventStreamAnswer(stream: ReadableStream<Uint8Array> | null): Response {
  return new Response(stream, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}
