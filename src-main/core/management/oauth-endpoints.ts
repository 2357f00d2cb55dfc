import type { Hono } from 'hono';
import type { CallInput, ProcedureName, ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import type { Reply } from '../../../src-shared/contract/reply.ts';
import type { Locale } from '../../../src-shared/i18n/locale.ts';
import { createTimeText } from '../../../src-shared/lib/duration-text.ts';
import type { Clock } from '../lib/clock.ts';
import { createCallContext } from './call-context.ts';
import type { Dispatch } from './dispatch.ts';
import { replyAnswer } from './http-answer.ts';
import { bodyFailureAnswer, localeOf } from './http-binding.ts';
import { readJsonBody } from './json-body.ts';
import { rfc3339 } from './rfc3339.ts';

/**
 * The addresses of the two older programs, with the shapes that scripts know: names in snake_case, times
 * in seconds. Everything behind them is the contract's.
 */
export function bindOauthEndpoints(
  app: Hono,
  { dispatch, clock }: { readonly dispatch: Dispatch; readonly clock: Pick<Clock, 'now'> },
): void {
  const call = <Name extends ProcedureName>(name: Name, input: CallInput<Name>, locale: Locale) =>
    dispatch(name, input, { locale }) as Promise<Reply<ProcedureOutput<Name>>>;

  app.get('/oauth/generate-url', async (c) => {
    const locale = localeOf(c.req.raw);
    const provider = c.req.query('provider') || undefined;
    const accountEmail = c.req.query('account_email') || undefined;
    const begun = await call('login.begin', { provider, accountEmail }, locale);
    return replyAnswer(begun, (login) => ({
      authorization_url: login.authorizationUrl,
      login_id: login.loginId,
      expires_in: Math.round((login.expiresAt - login.startedAt) / 1000),
      instructions: createCallContext(locale).say('login.instructions'),
    }));
  });

  app.post('/oauth/exchange-code', async (c) => {
    const locale = localeOf(c.req.raw);
    const body = await readJsonBody(c.req.raw);
    if (!body.ok) return bodyFailureAnswer(body, locale);
    // Whatever stands in the fields is judged by the contract; other fields of older scripts are let pass.
    const given = Object(body.value) as Readonly<Record<string, string | undefined>>;
    const { code = '', account_email: accountEmail, login_id: loginId } = given;
    const completed = await call('login.complete', { code, accountEmail, loginId }, locale);
    if (!completed.ok) return replyAnswer(completed);
    const status = await call('oauth.status', {}, locale);
    return replyAnswer(status, ({ tokens }) => {
      const token = tokens.find(({ account_id }) => account_id === completed.value.accountId);
      return signedInAnswer(completed.value, token?.scopes ?? [], locale);
    });
  });

  app.get('/oauth/status', async (c) => replyAnswer(await call('oauth.status', {}, localeOf(c.req.raw))));

  app.post('/oauth/refresh/:account', async (c) => {
    const locale = localeOf(c.req.raw);
    const account = c.req.param('account');
    const refreshed = await call('accounts.refresh', { account }, locale);
    return replyAnswer(refreshed, ({ accountId, accountEmail, expiresAt }) => ({
      status: 'success',
      message: createCallContext(locale).say('oauth.refreshed', { account: accountEmail ?? account }),
      account_id: accountId,
      account_email: accountEmail,
      expires_at: expiresAt === null ? null : Math.floor(expiresAt / 1000),
      expires_at_iso: expiresAt === null ? null : rfc3339(expiresAt),
      expires_in_human:
        expiresAt === null
          ? createCallContext(locale).say('token.noEnd')
          : createTimeText(locale).duration(expiresAt - clock.now()),
    }));
  });

  app.delete('/oauth/tokens/:account', async (c) => {
    const locale = localeOf(c.req.raw);
    const account = c.req.param('account');
    return replyAnswer(await call('oauth.signOut', { account }, locale), ({ accountId, accountEmail }) => ({
      status: 'success',
      message: createCallContext(locale).say('oauth.signedOut', { account: accountEmail ?? account }),
      account_id: accountId,
      account_email: accountEmail,
    }));
  });

  app.delete('/oauth/tokens', async (c) => {
    const locale = localeOf(c.req.raw);
    return replyAnswer(await call('oauth.signOutAll', {}, locale), ({ count }) => ({
      status: 'success',
      message: createCallContext(locale).say('oauth.signedOutAll'),
      count,
    }));
  });

  app.get('/providers', async (c) => replyAnswer(await call('providers.list', {}, localeOf(c.req.raw))));
}

/** The answer to an exchange. `asked_for` and `signed_in_as` are there when they differ. */
function signedInAnswer(
  signedIn: ProcedureOutput<'login.complete'>,
  scopes: readonly string[],
  locale: Locale,
): Readonly<Record<string, unknown>> {
  const { accountId, askedFor, otherThanAsked, expiresAt } = signedIn;
  const { say } = createCallContext(locale);
  const account = signedIn.signedInAs ?? accountId;
  return {
    status: 'success',
    message: otherThanAsked
      ? say('login.otherAccount', { askedFor: askedFor ?? '', signedInAs: account })
      : say('login.done', { account }),
    account_id: accountId,
    account_email: signedIn.signedInAs,
    expires_at: expiresAt === null ? null : Math.floor(expiresAt / 1000),
    scopes,
    ...(otherThanAsked ? { asked_for: askedFor, signed_in_as: signedIn.signedInAs } : {}),
  };
}
