import { describe, expect, it } from 'vitest';
import { authorizationParams, exchange, getCode, openSignIn, state } from './sign-in-fixture.ts';
import { bearer, postMessage, simulate } from './simulator-fixture.ts';

const redirectOf = (response: Response) => new URL(response.headers.get('location')!);

describe('signing in at the simulated authorization server', () => {
  it('ends with a token that serves requests of the account that was chosen', async () => {
    const simulator = await simulate();
    const code = await getCode(simulator);
    const { status, body } = await exchange(simulator, code);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      token_type: 'Bearer',
      access_token: expect.stringMatching(/^sk-ant-oat01-/),
      refresh_token: expect.stringMatching(/^sk-ant-ort01-/),
      expires_in: 28_800,
      scope: 'org:create_api_key user:profile user:inference',
      account: { email_address: 'work@studio.example', uuid: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      organization: { name: "work@studio.example's Organization" },
    });
    expect((await postMessage(simulator, bearer(body.access_token))).status).toBe(200);
    expect(simulator.ledger.requests.at(-1)?.accountId).toBe('work');
  });

  it('offers every subscription on a page, the hinted one chosen, and lets the person approve', async () => {
    const simulator = await simulate();
    const page = await openSignIn(simulator, { login_hint: 'setup@home.example' });
    const html = await page.text();
    expect(page.status).toBe(200);
    expect(html).toContain('value="work">');
    expect(html).toContain('value="setup" checked>');
    expect(html).not.toContain('key@studio.example');
    const hidden = [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)];
    const form = new URLSearchParams(hidden.map(([, name, value]) => [name!, unescapeHtml(value!)]));
    expect(form.get('state')).toBe(state);
    form.set('account', 'setup');
    form.set('decision', 'approve');
    const answer = await fetch(simulator.authUrl, { method: 'POST', body: form, redirect: 'manual' });
    expect(answer.status).toBe(302);
    expect(redirectOf(answer).searchParams.get('state')).toBe(state);
    const tokens = await exchange(simulator, redirectOf(answer).searchParams.get('code')!);
    expect(tokens.body['account']).toMatchObject({ email_address: 'setup@home.example' });
  });

  it('puts nothing from the address into the page as markup', async () => {
    const simulator = await simulate();
    const evil = '"><script>alert(1)</script>';
    for (const response of [
      await openSignIn(simulator, { state: evil }),
      await openSignIn(simulator, { redirect_uri: evil }),
      await fetch(`${simulator.redirectUri}?${new URLSearchParams({ code: evil, state: evil })}`),
    ]) {
      expect(await response.text()).not.toContain('<script');
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
  });

  it('tells the client that the person denied', async () => {
    const simulator = await simulate();
    const form = authorizationParams(simulator);
    form.set('decision', 'deny');
    const clicked = await fetch(simulator.authUrl, { method: 'POST', body: form, redirect: 'manual' });
    for (const answer of [clicked, await openSignIn(simulator, { auto: 'deny' })]) {
      const { searchParams } = redirectOf(answer);
      expect(Object.fromEntries(searchParams)).toEqual({ error: 'access_denied', state });
    }
  });

  it('shows code#state on the manual callback page', async () => {
    const simulator = await simulate();
    const response = await openSignIn(simulator, { auto: 'work', state: 'plain-state' });
    const page = await (await fetch(response.headers.get('location')!)).text();
    const shown = /<code id="code">([^<]+)<\/code>/.exec(page)![1]!;
    const [code, shownState] = shown.split('#');
    expect(shownState).toBe('plain-state');
    expect((await exchange(simulator, code!, { state: shownState })).status).toBe(200);
  });

  it('has a page for the end of a sign-in', async () => {
    const simulator = await simulate();
    const response = await fetch(`${simulator.url}/oauth/code/success?app=claude-code`);
    expect([response.status, (await response.text()).includes('You are signed in')]).toEqual([200, true]);
  });

  it.each(['http://localhost:54545/callback', 'http://127.0.0.1:1/callback'])(
    'sends the browser back to the loopback address %s',
    async (redirectUri) => {
      const simulator = await simulate();
      const response = await openSignIn(simulator, { auto: 'work', redirect_uri: redirectUri });
      expect(response.headers.get('location')).toMatch(`${redirectUri}?code=`);
      const code = redirectOf(response).searchParams.get('code')!;
      expect((await exchange(simulator, code)).body['error']).toBe('invalid_grant');
      expect((await exchange(simulator, code, { redirect_uri: redirectUri })).status).toBe(200);
    },
  );

  it.each([
    'http://localhost:54545/other',
    'http://localhost:54545/callback/',
    'http://localhost/callback',
    'https://localhost:54545/callback',
    'http://localhost.evil.example:80/callback',
    'http://evil.example/callback',
  ])('never sends the browser to %s', async (redirectUri) => {
    const simulator = await simulate();
    const response = await openSignIn(simulator, { auto: 'work', redirect_uri: redirectUri });
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
  });

  it('knows a redirect address that was registered besides', async () => {
    const elsewhere = 'https://platform.claude.com/oauth/code/callback';
    const simulator = await simulate({ oauth: { redirectUris: [elsewhere] } });
    const response = await openSignIn(simulator, { auto: 'work', redirect_uri: elsewhere });
    expect(response.headers.get('location')).toMatch(elsewhere);
  });

  it('refuses a foreign client on the page itself', async () => {
    const simulator = await simulate();
    const response = await openSignIn(simulator, { client_id: 'somebody-else' });
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
  });

  it.each([
    ['no PKCE challenge', { code_challenge: null }, 'invalid_request'],
    ['the plain method', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['a challenge that is no SHA-256', { code_challenge: 'short' }, 'invalid_request'],
    ['no state', { state: null }, 'invalid_request'],
    ['no code=true', { code: null }, 'invalid_request'],
    ['another response type', { response_type: 'token' }, 'unsupported_response_type'],
    ['no scope', { scope: ' ' }, 'invalid_scope'],
  ])('tells the client at its redirect address about %s', async (_, changes, error) => {
    const simulator = await simulate();
    const response = await openSignIn(simulator, { auto: 'work', ...changes });
    expect(response.status).toBe(302);
    expect(redirectOf(response).searchParams.get('error')).toBe(error);
    expect(redirectOf(response).searchParams.has('code')).toBe(false);
  });

  it('shows profile and usage to whom may see them', async () => {
    const simulator = await simulate();
    const work = simulator.account('work');
    const { access_token } = work.signIn();
    const headers = { authorization: `Bearer ${access_token}` };
    expect(await (await fetch(simulator.profileUrl, { headers })).json()).toMatchObject({
      account: { email: 'work@studio.example' },
      organization: { organization_type: 'claude_max', rate_limit_tier: 'default_claude_max_20x' },
    });
    work.setUtilization('five_hour', 0.42, Date.UTC(2099, 0, 1));
    expect(await (await fetch(simulator.usageUrl, { headers })).json()).toMatchObject({
      five_hour: { utilization: 42, resets_at: '2099-01-01T00:00:00.000Z' },
      seven_day: { utilization: 0 },
      seven_day_opus: { utilization: null, resets_at: null },
      extra_usage: { is_enabled: false },
    });
    const inferenceOnly = work.signIn(['user:inference']).access_token;
    for (const token of [inferenceOnly, 'sk-ant-oat01-setup']) {
      const refused = await fetch(simulator.usageUrl, { headers: { authorization: `Bearer ${token}` } });
      expect(refused.status).toBe(403);
    }
  });
});

function unescapeHtml(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
}
