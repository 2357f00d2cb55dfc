import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../support/manual-clock.ts';
import { callTokenEndpoint, codeVerifier, exchange, getCode, refresh } from './sign-in-fixture.ts';
import { bearer, postMessage, simulate } from './simulator-fixture.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

describe('exchanging a code', () => {
  it.each([
    ['a wrong verifier', { code_verifier: 'b'.repeat(43) }],
    ['another redirect address', { redirect_uri: 'http://localhost:1/callback' }],
    ['another state', { state: 'other' }],
    ['an unknown code', { code: 'unknown' }],
  ])('is refused with %s', async (_, changes) => {
    const simulator = await simulate();
    const { status, body } = await exchange(simulator, await getCode(simulator), changes);
    expect([status, body['error']]).toEqual([400, 'invalid_grant']);
  });

  it('is refused after ten minutes', async () => {
    const clock = new ManualClock();
    const simulator = await simulate({ clock });
    const [first, second] = [await getCode(simulator), await getCode(simulator)];
    clock.advance(10 * MINUTE_MS - 1);
    expect((await exchange(simulator, first)).status).toBe(200);
    clock.advance(1);
    expect((await exchange(simulator, second)).body['error_description']).toBe('Authorization code expired');
  });

  it('works once, and a second try takes back what the first gave', async () => {
    const simulator = await simulate();
    const code = await getCode(simulator);
    const { body } = await exchange(simulator, code);
    expect((await exchange(simulator, code)).body['error']).toBe('invalid_grant');
    expect((await postMessage(simulator, bearer(body.access_token))).status).toBe(403);
    expect((await refresh(simulator, body.refresh_token)).body['error']).toBe('invalid_grant');
  });

  it('takes a form as well as JSON', async () => {
    const simulator = await simulate();
    const response = await fetch(simulator.tokenUrl, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: await getCode(simulator),
        redirect_uri: simulator.redirectUri,
        client_id: simulator.clientId,
        code_verifier: codeVerifier,
      }),
    });
    expect(response.status).toBe(200);
  });

  it('gives a setup token for a year and without a refresh token to whom asks for inference alone', async () => {
    const simulator = await simulate();
    const year = { expires_in: 31_536_000 };
    const inference = await getCode(simulator, 'work', { scope: 'user:inference' });
    const setup = (await exchange(simulator, inference, year)).body;
    expect(setup).toMatchObject({ expires_in: 31_536_000, scope: 'user:inference' });
    expect(setup).not.toHaveProperty('refresh_token');
    const full = (await exchange(simulator, await getCode(simulator), year)).body;
    expect(full).toMatchObject({ expires_in: 28_800, refresh_token: expect.any(String) });
  });
});

describe('refreshing', () => {
  it('gives a new pair, and the old refresh token is spent', async () => {
    const simulator = await simulate();
    const before = simulator.account('work').signIn();
    const { body } = await refresh(simulator, before.refresh_token!);
    expect(body.access_token).not.toBe(before.access_token);
    expect(body.refresh_token).not.toBe(before.refresh_token);
    expect((await postMessage(simulator, bearer(body.access_token))).status).toBe(200);
    const again = await refresh(simulator, before.refresh_token!);
    expect([again.status, again.body['error'], again.body['error_description']]).toEqual([
      400,
      'invalid_grant',
      'Refresh token not found or invalid',
    ]);
    expect((await refresh(simulator, body.refresh_token)).status).toBe(200);
  });

  it('twice with one token ends the whole grant where the server is that strict', async () => {
    const simulator = await simulate({ oauth: { reuseKillsFamily: true } });
    const before = simulator.account('work').signIn();
    const { body } = await refresh(simulator, before.refresh_token!);
    await refresh(simulator, before.refresh_token!);
    expect((await refresh(simulator, body.refresh_token)).body['error']).toBe('invalid_grant');
    expect((await postMessage(simulator, bearer(body.access_token))).status).toBe(403);
  });

  it('is over when the refresh token has run out or its owner has signed out', async () => {
    const clock = new ManualClock();
    const simulator = await simulate({ clock });
    const work = simulator.account('work');
    const old = work.signIn();
    clock.advance(30 * DAY_MS);
    expect((await refresh(simulator, old.refresh_token!)).body['error_description']).toBe(
      'Refresh token expired',
    );
    const fresh = work.signIn();
    work.revokeGrants();
    expect((await refresh(simulator, fresh.refresh_token!)).body['error']).toBe('invalid_grant');
  });

  it('may narrow the scope but not widen it', async () => {
    const simulator = await simulate();
    const tokens = simulator.account('work').signIn(['user:profile', 'user:inference']);
    const wider = await refresh(simulator, tokens.refresh_token!, { scope: 'user:inference org:admin' });
    expect([wider.status, wider.body['error']]).toEqual([400, 'invalid_scope']);
    const narrower = await refresh(simulator, tokens.refresh_token!, { scope: 'user:inference' });
    expect(narrower.body['scope']).toBe('user:inference');
  });

  it('gives tokens the life that was set', async () => {
    const simulator = await simulate({ oauth: { accessTokenLifeSeconds: 90 } });
    const { body } = await refresh(simulator, simulator.account('work').signIn().refresh_token!);
    expect(body['expires_in']).toBe(90);
  });
});

describe('the token endpoint', () => {
  it.each([
    ['no client_id', { grant_type: 'refresh_token', refresh_token: 'x' }],
    ['no grant_type', { client_id: 'x', refresh_token: 'x' }],
    ['a list', []],
    ['no code_verifier', { grant_type: 'authorization_code', client_id: 'x', code: 'x', redirect_uri: 'x' }],
  ])('calls a body with %s malformed', async (_, fields) => {
    const simulator = await simulate();
    const { status, body } = await callTokenEndpoint(simulator, fields);
    expect([status, body['error']]).toEqual([
      400,
      { type: 'invalid_request_error', message: 'Invalid request format' },
    ]);
  });

  it('refuses a foreign client and an unknown grant type', async () => {
    const simulator = await simulate();
    const foreign = await refresh(simulator, 'x', { client_id: 'somebody-else' });
    expect([foreign.status, foreign.body['error']]).toEqual([401, 'invalid_client']);
    const odd = await callTokenEndpoint(simulator, { grant_type: 'password', client_id: simulator.clientId });
    expect([odd.status, odd.body['error']]).toEqual([400, 'unsupported_grant_type']);
  });

  it('revokes a grant by either of its tokens', async () => {
    const simulator = await simulate();
    const tokens = simulator.account('work').signIn();
    const response = await fetch(`${simulator.tokenUrl}/revoke`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: tokens.refresh_token, client_id: simulator.clientId }),
    });
    expect(response.status).toBe(200);
    expect((await postMessage(simulator, bearer(tokens.access_token))).status).toBe(403);
  });

  it('writes every call into the ledger with its account and its end', async () => {
    const clock = new ManualClock();
    const simulator = await simulate({ clock });
    const { body } = await exchange(simulator, await getCode(simulator));
    await refresh(simulator, body.refresh_token);
    await refresh(simulator, body.refresh_token);
    await callTokenEndpoint(simulator, {});
    expect(simulator.ledger.tokenCalls).toMatchObject([
      { at: clock.now(), grant: 'authorization_code', accountId: 'work', ok: true, error: null },
      { grant: 'refresh_token', accountId: 'work', ok: true, error: null },
      { grant: 'refresh_token', accountId: 'work', ok: false, error: 'invalid_grant' },
      { grant: null, accountId: null, ok: false, error: 'invalid_request_format' },
    ]);
  });
});
