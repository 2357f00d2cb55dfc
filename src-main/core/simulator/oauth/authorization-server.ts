import type { LiveAccount } from '../account/live-account.ts';
import type { LedgerTokenCall } from '../ledger.ts';
import type { Service } from '../service.ts';
import { type Answer, errorAnswer, jsonAnswer, redirectAnswer } from '../wire/answer.ts';
import type { ReceivedRequest } from '../wire/received-request.ts';
import {
  type AuthorizationRequest,
  type ClientRegistration,
  checkClient,
  readAuthorizationRequest,
} from './authorization-request.ts';
import type { GrantBook } from './grant-book.ts';
import { manualCallbackPage, refusalPage, signInPage, successPage } from './pages.ts';
import { readTokenRequest, tokenFields } from './token-request.ts';
import { tokenResponse } from './token-response.ts';

/** What the authorization server is made of. */
export interface AuthorizationServerParts {
  /** Accounts that may sign in. */
  readonly accounts: readonly LiveAccount[];
  readonly grants: GrantBook;
  readonly registration: ClientRegistration;
  /** Told of every call of the token endpoint. */
  readonly onTokenCall: (call: Omit<LedgerTokenCall, 'at'>) => void;
}

/** The fake OAuth authorization server: sign-in page, manual callback page, token and revocation endpoint. */
export class AuthorizationServer implements Service {
  readonly #parts: AuthorizationServerParts;

  constructor(parts: AuthorizationServerParts) {
    this.#parts = parts;
  }

  accountOf(request: ReceivedRequest): LiveAccount | null {
    if (request.path !== '/v1/oauth/token') return null;
    const field = tokenFields(request);
    return this.#parts.grants.holderOf(field('code') ?? field('refresh_token') ?? '');
  }

  answer(request: ReceivedRequest): Answer {
    switch (`${request.method} ${request.path}`) {
      case 'GET /oauth/authorize':
        return this.#authorize(request.query, request.query.get('auto'));
      case 'POST /oauth/authorize':
        return this.#decide(new URLSearchParams(request.body.toString('utf8')));
      case 'GET /oauth/code/callback':
        return manualCallbackPage(request.query);
      case 'GET /oauth/code/success':
        return successPage();
      case 'POST /v1/oauth/token':
        return this.#token(request);
      case 'POST /v1/oauth/token/revoke':
        this.#parts.grants.revoke(tokenFields(request)('token') ?? '');
        return jsonAnswer(200, {});
      default:
        return errorAnswer(404, 'not_found_error', 'Not found', request.id);
    }
  }

  /** The page, or the redirect at once where `auto` names the account (or `deny`), which only tests do. */
  #authorize(params: URLSearchParams, auto: string | null): Answer {
    return this.#whenValid(params, (request) => {
      if (auto === null) return signInPage(this.#parts.accounts, params, request.loginHint);
      return auto === 'deny' ? denied(request) : this.#approve(request, auto);
    });
  }

  #decide(form: URLSearchParams): Answer {
    return this.#whenValid(form, (request) =>
      form.get('decision') === 'approve'
        ? this.#approve(request, form.get('account') ?? '')
        : denied(request),
    );
  }

  #whenValid(params: URLSearchParams, then: (request: AuthorizationRequest) => Answer): Answer {
    const client = checkClient(params, this.#parts.registration);
    if (!client.ok) return refusalPage(client.error.message);
    const request = readAuthorizationRequest(params, client.value);
    if (request.ok) return then(request.value);
    const { code, message } = request.error;
    return redirectBack(client.value.redirectUri, {
      error: code,
      error_description: message,
      ...(client.value.state === null ? {} : { state: client.value.state }),
    });
  }

  #approve(request: AuthorizationRequest, idOrEmail: string): Answer {
    const account = this.#parts.accounts.find(({ id, email }) => id === idOrEmail || email === idOrEmail);
    if (!account) return refusalPage(`There is no simulated account ${idOrEmail}.`);
    const code = this.#parts.grants.issueCode({ ...request, account });
    return redirectBack(request.redirectUri, { code, state: request.state });
  }

  #token(request: ReceivedRequest): Answer {
    const field = tokenFields(request);
    const refuse = (code: string, answer: Answer): Answer => {
      this.#parts.onTokenCall({
        requestId: request.id,
        grant: field('grant_type'),
        accountId: this.accountOf(request)?.id ?? null,
        ok: false,
        error: code,
      });
      return answer;
    };
    const read = readTokenRequest(field);
    if (!read.ok && read.error.code === 'invalid_request_format') {
      return refuse(
        read.error.code,
        errorAnswer(400, 'invalid_request_error', read.error.message, request.id),
      );
    }
    if (!read.ok) return refuse(read.error.code, oauthError(400, read.error.code, read.error.message));
    if (read.value.clientId !== this.#parts.registration.clientId) {
      return refuse('invalid_client', oauthError(401, 'invalid_client', 'Unknown client_id'));
    }
    const issued =
      read.value.grant === 'authorization_code'
        ? this.#parts.grants.redeem(read.value)
        : this.#parts.grants.refresh(read.value);
    if (!issued.ok)
      return refuse(issued.error.code, oauthError(400, issued.error.code, issued.error.message));
    this.#parts.onTokenCall({
      requestId: request.id,
      grant: read.value.grant,
      accountId: issued.value.account.id,
      ok: true,
      error: null,
    });
    return jsonAnswer(200, tokenResponse(issued.value), [['cache-control', 'no-store']]);
  }
}

function denied({ redirectUri, state }: AuthorizationRequest): Answer {
  return redirectBack(redirectUri, { error: 'access_denied', state });
}

function redirectBack(redirectUri: string, params: Record<string, string>): Answer {
  return redirectAnswer(302, `${redirectUri}?${new URLSearchParams(params)}`);
}

function oauthError(status: number, error: string, description: string): Answer {
  return jsonAnswer(status, { error, error_description: description });
}
