import type { HandlerInput, ProcedureOutput } from '../../../../src-shared/contract/contract.ts';
import type { loginProcedures } from '../../../../src-shared/contract/login.ts';
import { assertNever } from '../../../../src-shared/lib/assert-never.ts';
import { ok } from '../../lib/result.ts';
import type { LoginView } from '../../oauth/login-session.ts';
import type { SignedIn } from '../../oauth/sign-in.ts';
import type { CallContext } from '../call-context.ts';
import type { HandlersOf } from '../dispatch.ts';
import { methodOf, wayOf } from '../login-method.ts';
import type { ManagementServices } from '../services.ts';

type Login = ProcedureOutput<'login.find'>;

/** Signing in, step by step. */
export function loginHandlers({
  logins,
}: Pick<ManagementServices, 'logins'>): HandlersOf<typeof loginProcedures> {
  return {
    async 'login.begin'(input, context) {
      const begun = context.passOn(await logins.begin(beginOf(input)));
      return begun.ok ? ok(loginOf(begun.value, context)) : begun;
    },
    async 'login.switchMethod'({ loginId, method }, context) {
      const switched = context.passOn(await logins.switchCapture(loginId, wayOf(method)));
      return switched.ok ? ok(loginOf(switched.value, context)) : switched;
    },
    async 'login.complete'({ loginId, code, accountEmail }, context) {
      const completed = context.passOn(await logins.complete({ loginId, input: code, accountEmail }));
      return completed.ok ? ok(signedInOf(completed.value)) : completed;
    },
    async 'login.cancel'({ loginId }, context) {
      const cancelled = context.passOn(await logins.cancel(loginId));
      return cancelled.ok ? ok({}) : cancelled;
    },
    'login.find'({ loginId }, context) {
      const login = logins.list().find((one) => one.loginId === loginId);
      return login === undefined
        ? context.refuse('login_unknown', 'login.unknown')
        : ok(loginOf(login, context));
    },
    'login.list': (_input, context) =>
      ok({
        logins: logins
          .list()
          .map((login) => loginOf(login, context))
          .reverse(),
      }),
  };
}

function beginOf({ provider, accountEmail, method }: HandlerInput<'login.begin'>) {
  return { provider, accountEmail, capture: method === undefined ? undefined : wayOf(method) };
}

function loginOf(view: LoginView, context: CallContext): Login {
  return {
    loginId: view.loginId,
    provider: view.oauthProvider,
    method: methodOf(view.way),
    askedFor: view.askedFor,
    authorizationUrl: view.authorizationUrl,
    startedAt: view.startedAt,
    expiresAt: view.expiresAt,
    state: stateOf(view, context),
  };
}

function stateOf({ status }: LoginView, context: CallContext): Login['state'] {
  switch (status.kind) {
    case 'open':
      return { kind: 'waiting' };
    case 'exchanging':
      return { kind: 'completing' };
    case 'finished':
      return { kind: 'succeeded', signedIn: signedInOf(status.signedIn) };
    case 'failed':
      return { kind: 'failed', ...context.translate(status.failure) };
    case 'cancelled':
    case 'expired':
      return { kind: status.kind };
    default:
      return assertNever(status);
  }
}

function signedInOf(signedIn: SignedIn): ProcedureOutput<'login.complete'> {
  const { accountId, askedFor, signedInAs, otherThanAsked, renewed, expiresAt } = signedIn;
  return { accountId, askedFor, signedInAs, otherThanAsked, renewed, expiresAt };
}
