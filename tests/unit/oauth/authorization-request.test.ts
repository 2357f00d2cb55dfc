import { describe, expect, test } from 'vitest';
import { authorizationUrl } from '../../../src-main/core/oauth/authorization-request.ts';
import { oauthProvider } from '../../support/oauth-fixtures.ts';

const request = {
  redirectUri: 'http://localhost:4711/callback',
  codeChallenge: 'CHALLENGE',
  state: 'STATE',
  loginHint: null,
};

describe('the authorization request', () => {
  test('carries what RFC 6749 and RFC 7636 ask for, and the vendor’s `code=true`', () => {
    const url = new URL(authorizationUrl(oauthProvider(), request));
    expect(url.origin + url.pathname).toBe('https://claude.ai/oauth/authorize');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      code: 'true',
      client_id: 'client-1',
      response_type: 'code',
      redirect_uri: 'http://localhost:4711/callback',
      scope: 'org:create_api_key user:profile user:inference',
      code_challenge: 'CHALLENGE',
      code_challenge_method: 'S256',
      state: 'STATE',
    });
  });

  test('names the account that was asked for', () => {
    const url = new URL(authorizationUrl(oauthProvider(), { ...request, loginHint: 'a+b@example.com' }));
    expect(url.searchParams.get('login_hint')).toBe('a+b@example.com');
  });

  test('spells a space so that a decoder by RFC 3986 alone reads it too', () => {
    expect(authorizationUrl(oauthProvider(), request)).toContain(
      'scope=org%3Acreate_api_key%20user%3Aprofile',
    );
  });

  test('keeps what the configured address carries already', () => {
    const url = authorizationUrl(oauthProvider({ authUrl: 'https://id.example/auth?tenant=7' }), request);
    expect(new URL(url).searchParams.get('tenant')).toBe('7');
  });
});
