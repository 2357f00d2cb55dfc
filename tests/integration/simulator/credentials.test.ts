import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../support/manual-clock.ts';
import { bearer, keyHeaders, postMessage, simulate, vendorHeaders } from './simulator-fixture.ts';

async function errorOf(response: Response) {
  const body = (await response.json()) as {
    type: string;
    error: { type: string; message: string };
    request_id: string;
  };
  expect(body.type).toBe('error');
  expect(body.request_id).toBe(response.headers.get('request-id'));
  return [response.status, body.error.type, body.error.message];
}

describe('who may call the simulated API', () => {
  it.each([
    ['nothing', {}, 'x-api-key header is required'],
    ['a wrong key', { 'x-api-key': 'nope' }, 'invalid x-api-key'],
    ['a wrong bearer token', { authorization: 'Bearer nope' }, 'Invalid bearer token'],
    [
      'a stray key beside a good bearer token',
      { authorization: 'Bearer sk-ant-oat01-setup', 'x-api-key': 'nope' },
      'invalid x-api-key',
    ],
  ])('refuses %s', async (_, credential, message) => {
    const simulator = await simulate();
    const response = await postMessage(simulator, { ...vendorHeaders, ...credential });
    expect(await errorOf(response)).toEqual([401, 'authentication_error', message]);
  });

  it('serves an API key, a setup token and a token from a sign-in, each for its own account', async () => {
    const simulator = await simulate();
    const { access_token } = simulator.account('work').signIn();
    const keyAsBearer = bearer('sk-ant-api03-key');
    for (const headers of [keyHeaders, keyAsBearer, bearer('sk-ant-oat01-setup'), bearer(access_token)]) {
      expect((await postMessage(simulator, headers)).status).toBe(200);
    }
    expect(simulator.ledger.requests.map(({ accountId }) => accountId)).toEqual([
      'key',
      'key',
      'setup',
      'work',
    ]);
  });

  it('wants the OAuth beta flag from subscription tokens unless that is turned off', async () => {
    const headers = { ...bearer('sk-ant-oat01-setup'), 'anthropic-beta': 'claude-code-20250219' };
    const strict = await simulate();
    expect(await errorOf(await postMessage(strict, headers))).toEqual([
      401,
      'authentication_error',
      'OAuth authentication is currently not supported.',
    ]);
    const among = {
      ...headers,
      'anthropic-beta': 'claude-code-20250219, oauth-2025-04-20,effort-2025-11-24',
    };
    expect((await postMessage(strict, among)).status).toBe(200);
    const lenient = await simulate({ requireOauthBeta: false });
    expect((await postMessage(lenient, headers)).status).toBe(200);
  });

  it('takes a third-party bearer token without that flag', async () => {
    const simulator = await simulate({
      accounts: [
        { id: 'third', email: 'third@party.example', plan: 'api', bearerToken: 'third-party-token' },
      ],
    });
    const { 'anthropic-beta': _, ...headers } = bearer('third-party-token');
    expect((await postMessage(simulator, headers)).status).toBe(200);
  });

  it('wants anthropic-version', async () => {
    const simulator = await simulate();
    const { 'anthropic-version': _, ...headers } = keyHeaders;
    expect(await errorOf(await postMessage(simulator, headers))).toEqual([
      400,
      'invalid_request_error',
      'anthropic-version: header is required',
    ]);
  });

  it('tells an expired token from a revoked one', async () => {
    const clock = new ManualClock();
    const simulator = await simulate({ clock });
    const work = simulator.account('work');
    const headers = bearer(work.signIn().access_token);
    clock.advance(8 * 3_600_000 - 1);
    expect((await postMessage(simulator, headers)).status).toBe(200);
    clock.advance(1);
    expect(await errorOf(await postMessage(simulator, headers))).toEqual([
      401,
      'authentication_error',
      'OAuth token has expired. Please obtain a new token or refresh your existing token.',
    ]);
    work.revokeGrants();
    expect(await errorOf(await postMessage(simulator, headers))).toEqual([
      403,
      'permission_error',
      'OAuth token has been revoked',
    ]);
  });

  it('can let access tokens run out early and withdraw a key', async () => {
    const simulator = await simulate();
    const headers = bearer(simulator.account('work').signIn().access_token);
    simulator.account('work').expireAccessTokens();
    expect((await postMessage(simulator, headers)).status).toBe(401);
    simulator.account('key').acceptFixedCredential(false);
    expect((await postMessage(simulator, keyHeaders)).status).toBe(401);
    simulator.account('key').acceptFixedCredential(true);
    expect((await postMessage(simulator, keyHeaders)).status).toBe(200);
  });

  it('answers the hello of a client that has no credential', async () => {
    const simulator = await simulate();
    for (const path of ['/', '/api/hello']) {
      for (const method of ['HEAD', 'GET']) {
        expect((await fetch(simulator.url + path, { method })).status).toBe(200);
      }
    }
  });

  it('knows no other path', async () => {
    const simulator = await simulate();
    const response = await fetch(`${simulator.url}/v1/nothing`, { headers: keyHeaders });
    expect(await errorOf(response)).toEqual([404, 'not_found_error', 'Not found']);
  });
});
