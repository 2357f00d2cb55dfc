import { Hono } from 'hono';
import { SESSION_PATH } from '../../../src-shared/contract/endpoint.ts';
import type { Clock } from '../lib/clock.ts';
import type { Secret } from '../lib/secret.ts';
import type { Logger } from '../logging/logger.ts';
import { createCallContext } from '../management/call-context.ts';
import type { Dispatch } from '../management/dispatch.ts';
import { errorAnswer, jsonAnswer } from '../management/http-answer.ts';
import { bindContract, bodyFailureAnswer, localeOf, type OnRevoked } from '../management/http-binding.ts';
import { readJsonBody } from '../management/json-body.ts';
import { bindOauthEndpoints } from '../management/oauth-endpoints.ts';
import type { OneTimeCodes } from '../management/one-time-codes.ts';
import type { SnapshotFeed } from '../management/snapshot-feed.ts';
import type { Dashboard } from './dashboard.ts';

export interface AppOptions {
  readonly version: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly dispatch: Dispatch;
  readonly feed: Pick<SnapshotFeed, 'subscribe' | 'isClosed'>;
  readonly dashboard: Dashboard;
  /** The answer to `GET /metrics`. */
  readonly metrics: () => Promise<{ readonly contentType: string; readonly text: string }>;
  readonly oneTimeCodes: Pick<OneTimeCodes, 'redeem'>;
  /** What a one-time link is exchanged for. */
  readonly adminToken: () => Secret;
  /** Whether the request carries the admin token or this run's control token. */
  readonly requireAdmin: (headers: Headers) => boolean;
  readonly onRevoked: OnRevoked;
}

/**
 * Everything outside `/v1/`: the few addresses that answer without a key, the management API behind the
 * admin token, and the dashboard's files. Host and Origin were checked before a request comes here.
 */
export function createApp(options: AppOptions): Hono {
  const app = new Hono();
  bindOpenAddresses(app, options);
  bindSession(app, options);

  for (const path of ['/api/*', '/oauth/*', '/providers', '/metrics', '/openapi.json']) {
    app.use(path, async (c, next) => {
      if (options.requireAdmin(c.req.raw.headers)) return next();
      const message = createCallContext(localeOf(c.req.raw)).say('request.unauthorized');
      return errorAnswer({ code: 'unauthorized', message }, { 'www-authenticate': 'Bearer' });
    });
  }
  app.route('/', managementApp(options));

  app.get('*', async (c) => (await options.dashboard.answer(c.req.path)) ?? notFound(c.req.raw));
  app.notFound((c) => notFound(c.req.raw));
  app.onError((error, c) => {
    options.logger.error('A management request failed', { path: c.req.path, detail: error.name });
    const message = createCallContext(localeOf(c.req.raw)).say('error.internal');
    return errorAnswer({ code: 'internal_error', message });
  });
  return app;
}

/** What Claude Code and supervisors ask to see whether anybody is there; nothing about accounts. */
function bindOpenAddresses(app: Hono, { version }: AppOptions): void {
  app.get('/api/hello', () => jsonAnswer({ status: 'ok' }));
  app.get('/health', () => jsonAnswer({ status: 'ok', version }));
}

/** The code of a one-time link is its own key. */
function bindSession(app: Hono, { oneTimeCodes, adminToken }: AppOptions): void {
  app.post(SESSION_PATH, async (c) => {
    const locale = localeOf(c.req.raw);
    const body = await readJsonBody(c.req.raw);
    if (!body.ok) return bodyFailureAnswer(body, locale);
    const { code } = Object(body.value) as { readonly code?: unknown };
    if (typeof code === 'string' && oneTimeCodes.redeem(code)) {
      return jsonAnswer({ token: adminToken().reveal() });
    }
    return errorAnswer({
      code: 'unauthorized',
      message: createCallContext(locale).say('session.codeRefused'),
    });
  });
}

function managementApp({ version, dispatch, feed, clock, metrics, onRevoked }: AppOptions): Hono {
  const management = new Hono();
  management.get('/metrics', async () => {
    const { contentType, text } = await metrics();
    return new Response(text, { headers: { 'content-type': contentType, 'cache-control': 'no-store' } });
  });
  bindOauthEndpoints(management, { dispatch, clock });
  bindContract(management, { version, dispatch, feed, clock, onRevoked });
  return management;
}

function notFound(request: Request): Response {
  const message = createCallContext(localeOf(request)).say('request.notFound');
  return errorAnswer({ code: 'not_found', message });
}
