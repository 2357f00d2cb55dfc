import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOME, type RunningRota, startRota, WORK } from '../../contract/running-rota.ts';

type Json = Record<string, unknown>;

let rota: RunningRota;
beforeEach(async () => {
  rota = await startRota();
});
afterEach(() => rota[Symbol.asyncDispose]());

const get = async (path: string, headers: Record<string, string> = {}) => {
  const response = await rota.request(path, { headers });
  return { status: response.status, body: (await response.json()) as Json };
};
const send = async (method: string, path: string, body?: unknown) => {
  const response = await rota.request(path, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Json };
};
const errorOf = (body: Json) => (body['error'] as { code: string }).code;

async function signIn(email: string, asked = email): Promise<Json> {
  const begun = (await get(`/oauth/generate-url?account_email=${encodeURIComponent(asked)}`)).body;
  const code = await rota.approve(String(begun['authorization_url']), email);
  const login_id = begun['login_id'];
  const { status, body } = await send('POST', '/oauth/exchange-code', {
    code,
    account_email: asked,
    login_id,
  });
  expect(status).toBe(200);
  return body;
}

describe('GET /oauth/generate-url', () => {
  it('begins a sign-in that waits ten minutes', async () => {
    const { status, body } = await get('/oauth/generate-url?provider=simulated');
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual(['authorization_url', 'expires_in', 'instructions', 'login_id']);
    expect(body['expires_in']).toBe(600);
    const url = new URL(String(body['authorization_url']));
    expect(`${url.origin}${url.pathname}`).toBe(rota.simulator.authUrl);
    expect(url.searchParams.get('code_challenge_method')).toBe('S256');
    expect(body['instructions']).toContain('/oauth/exchange-code');
  });

  it('hands the expected email on, counts empty parameters as absent, and speaks Chinese', async () => {
    const { body } = await get(`/oauth/generate-url?account_email=${WORK}&provider=`, {
      'accept-language': 'zh',
    });
    expect(new URL(String(body['authorization_url'])).searchParams.get('login_hint')).toBe(WORK);
    expect(body['instructions']).toContain('十分钟');
  });

  it('refuses a provider and an email that are none', async () => {
    expect(await get('/oauth/generate-url?provider=other')).toMatchObject({ status: 404 });
    expect(await get('/oauth/generate-url?account_email=nobody')).toMatchObject({ status: 400 });
  });
});

describe('POST /oauth/exchange-code', () => {
  it('takes the whole callback address', async () => {
    const body = await signIn(WORK);
    expect(body).toMatchObject({
      status: 'success',
      message: `Signed in as ${WORK}.`,
      account_email: WORK,
      scopes: ['user:profile', 'user:inference'],
    });
    expect(body['expires_at']).toBeGreaterThan(Date.now() / 1000);
    expect(body).not.toHaveProperty('asked_for');
  });

  it('takes code#state without saying which login it means', async () => {
    await get('/oauth/generate-url');
    const second = (await get('/oauth/generate-url')).body;
    const callback = new URL(await rota.approve(String(second['authorization_url']), WORK));
    const code = `${callback.searchParams.get('code')}#${callback.searchParams.get('state')}`;
    expect(await send('POST', '/oauth/exchange-code', { code })).toMatchObject({
      status: 200,
      body: { account_email: WORK },
    });
  });

  it('tells who was asked for and who signed in where they differ', async () => {
    expect(await signIn(HOME, WORK)).toMatchObject({
      account_email: HOME,
      asked_for: WORK,
      signed_in_as: HOME,
      message: expect.stringContaining(`filed as ${HOME}`),
    });
  });

  it('refuses a code twice, a foreign address, and a body without a code', async () => {
    const begun = (await get('/oauth/generate-url')).body;
    const code = await rota.approve(String(begun['authorization_url']), WORK);
    expect((await send('POST', '/oauth/exchange-code', { code })).status).toBe(200);
    const twice = await send('POST', '/oauth/exchange-code', { code });
    expect(twice.status).toBe(409);
    expect(errorOf(twice.body)).toBe('login_already_used');

    const foreign = await send('POST', '/oauth/exchange-code', {
      code: 'https://evil.example/cb?code=1&state=2',
    });
    expect(foreign).toMatchObject({ status: 400 });
    expect(errorOf(foreign.body)).toBe('authorization_input_foreign_host');
    for (const body of [{}, { code: 7 }, { code: '' }, [], null, 'text']) {
      expect((await send('POST', '/oauth/exchange-code', body)).status).toBe(400);
    }
  });

  it('is 502 where the token endpoint is in trouble', async () => {
    const begun = (await get('/oauth/generate-url')).body;
    const code = await rota.approve(String(begun['authorization_url']), WORK);
    rota.simulator.faults.inject({ fault: 'token-garbage', times: 9 });
    const { status, body } = await send('POST', '/oauth/exchange-code', { code });
    expect(status).toBe(502);
    expect(errorOf(body)).toBe('token_answer_unusable');
  });
});

describe('while the terms are not accepted', () => {
  it('signing in is 403 and says how to accept them', async () => {
    await using closed = await startRota({ termsAccepted: false });
    const begun = await closed.request('/oauth/generate-url');
    const exchanged = await closed.request('/oauth/exchange-code', {
      method: 'POST',
      body: JSON.stringify({ code: 'abc#def' }),
    });
    for (const response of [begun, exchanged]) {
      expect(response.status).toBe(403);
      const { error } = (await response.json()) as { error: { code: string; message: string } };
      expect(error.code).toBe('terms_not_accepted');
      expect(error.message).toContain('--accept-terms');
    }
  });
});

describe('the sign-ins', () => {
  it('are shown with their health, in the caller’s language', async () => {
    await signIn(WORK);
    await signIn(HOME);
    const { body } = await get('/oauth/status');
    expect(body['summary']).toEqual({ total_tokens: 2, healthy_tokens: 2, expired_tokens: 0 });
    const [token] = body['tokens'] as Json[];
    expect(token).toMatchObject({
      account_email: WORK,
      is_healthy: true,
      usage_count: 0,
      last_used: 'never',
      organization: { name: 'Studio' },
      subscription_info: { type: 'max' },
    });
    expect(token?.['expires_in_human']).toMatch(/^7 h 59 min$|^8 h$/);
    const chinese = (await get('/oauth/status', { 'accept-language': 'zh-CN' })).body['tokens'] as Json[];
    expect(chinese[0]?.['last_used']).toBe('从未使用');
    expect(JSON.stringify(body)).not.toContain('sk-ant-');
  });

  it('are renewed by name, without a body', async () => {
    await signIn(WORK);
    const { status, body } = await send('POST', `/oauth/refresh/${encodeURIComponent(WORK)}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'success', account_email: WORK });
    expect(body['expires_at']).toBeGreaterThan(Date.now() / 1000);
    expect(await send('POST', '/oauth/refresh/nobody')).toMatchObject({ status: 404 });
  });

  it('that were ended at the provider are 4xx to renew, and count as expired', async () => {
    await signIn(WORK);
    rota.simulator.account(WORK).revokeGrants();
    const { status } = await send('POST', `/oauth/refresh/${WORK}`);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    const { body } = await get('/oauth/status');
    expect(body['summary']).toMatchObject({ healthy_tokens: 0, expired_tokens: 1 });
  });

  it('are removed one by one and all together', async () => {
    await signIn(WORK);
    await signIn(HOME);
    expect(await send('DELETE', `/oauth/tokens/${HOME}`)).toMatchObject({
      status: 200,
      body: { status: 'success', account_email: HOME, message: `${HOME} is signed out.` },
    });
    expect(await send('DELETE', `/oauth/tokens/${HOME}`)).toMatchObject({ status: 404 });
    expect(await send('DELETE', '/oauth/tokens')).toMatchObject({ status: 200, body: { count: 1 } });
    expect((await get('/oauth/status')).body['tokens']).toEqual([]);
  });
});

describe('GET /providers', () => {
  it('shows each account with state and reason', async () => {
    await signIn(WORK);
    const accounts = async () => {
      const providers = (await get('/providers')).body['providers'] as { accounts: Json[] }[];
      return providers.flatMap((provider) => provider.accounts);
    };
    expect(await accounts()).toMatchObject([
      { name: WORK, account_email: WORK, state: 'healthy', reason: null, cooldown_until: null },
    ]);
    await send('POST', '/api/accounts/set-enabled', { accounts: [WORK], enabled: false });
    expect(await accounts()).toMatchObject([{ state: 'disabled', reason: 'disabled' }]);
  });
});
