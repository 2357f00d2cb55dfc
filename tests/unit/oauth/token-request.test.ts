import { describe, expect, test } from 'vitest';
import { Secret } from '../../../src-main/core/lib/secret.ts';
import { exchangeRequest, refreshRequest } from '../../../src-main/core/oauth/token-request.ts';
import { oauthProvider } from '../../support/oauth-fixtures.ts';

const code = {
  code: new Secret('CODE'),
  redirectUri: 'https://platform.claude.com/oauth/code/callback',
  codeVerifier: new Secret('VERIFIER'),
  state: 'STATE',
};
const refresh = {
  refreshToken: new Secret('REFRESH'),
  scopes: ['org:create_api_key', 'user:profile', 'user:inference'],
};

describe('an exchange', () => {
  test('sends the state along, as JSON', () => {
    const request = exchangeRequest(oauthProvider(), code, 'rota/1.2.3');
    expect(request.url).toBe('https://platform.claude.com/v1/oauth/token');
    expect(request.headers).toEqual({
      accept: 'application/json',
      'content-type': 'application/json',
      'user-agent': 'rota/1.2.3',
    });
    expect(JSON.parse(request.body.reveal())).toEqual({
      grant_type: 'authorization_code',
      code: 'CODE',
      redirect_uri: 'https://platform.claude.com/oauth/code/callback',
      client_id: 'client-1',
      code_verifier: 'VERIFIER',
      state: 'STATE',
    });
  });

  test('is form-encoded where the provider wants that', () => {
    const request = exchangeRequest(oauthProvider({ tokenRequestFormat: 'form' }), code, 'rota/1.2.3');
    expect(request.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(new URLSearchParams(request.body.reveal()).get('code_verifier')).toBe('VERIFIER');
  });

  test('shows no secret when it is logged', () => {
    const text = JSON.stringify(exchangeRequest(oauthProvider(), code, 'rota/1.2.3'));
    expect(text).not.toMatch(/CODE|VERIFIER/);
  });
});

describe('a refresh', () => {
  test('names client and scopes, without the one that is only good for signing in', () => {
    const request = refreshRequest(oauthProvider(), refresh, 'rota/1.2.3');
    expect(JSON.parse(request.body.reveal())).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'REFRESH',
      client_id: 'client-1',
      scope: 'user:profile user:inference',
    });
  });

  test('leaves the scope out rather than sending an empty one', () => {
    const request = refreshRequest(oauthProvider(), { ...refresh, scopes: ['org:create_api_key'] }, 'rota/1');
    expect(JSON.parse(request.body.reveal())).not.toHaveProperty('scope');
  });

  test('takes custom headers, of which a User-Agent in any spelling replaces ours', () => {
    const provider = oauthProvider({ customHeaders: { 'User-Agent': 'mine/1', 'X-Team': 'blue' } });
    const { headers } = refreshRequest(provider, refresh, 'rota/1.2.3');
    expect(headers).toMatchObject({ 'user-agent': 'mine/1', 'x-team': 'blue' });
    expect(Object.keys(headers).filter((name) => name.toLowerCase() === 'user-agent')).toHaveLength(1);
  });

  test('keeps its content type whatever custom headers say', () => {
    const provider = oauthProvider({ customHeaders: { 'Content-Type': 'text/plain' } });
    expect(refreshRequest(provider, refresh, 'rota/1').headers['content-type']).toBe('application/json');
  });
});
