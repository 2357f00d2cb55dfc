import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src-main/core/lib/clock.ts';
import { type Simulator, startSimulator } from '../../src-main/core/simulator/simulator.ts';
import type { Snapshot } from '../../src-shared/model/snapshot.ts';
import { managementClient, people, REDIRECT_URI, signIn, succeeded } from '../reliability/management.ts';
import {
  type DebianProxy,
  missingProxies,
  type ProxyUser,
  startMicrosocks,
  startTinyproxy,
} from '../support/debian-proxies.ts';
import { clientHeaders, messagesBody, send } from '../support/http-exchange.ts';
import { startTestCore, type TestCore } from '../support/test-core.ts';

const missing = missingProxies();
if (missing) console.warn(`The tests with tinyproxy and microsocks are skipped; to enable them: ${missing}`);

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one[Symbol.asyncDispose]();
});
const opened = <T extends AsyncDisposable>(one: T): T => {
  open.push(one);
  return one;
};

/** tinyproxy's own settings file takes letters and digits only. */
const USERS: Readonly<Record<string, ProxyUser>> = {
  tinyproxy: { name: 'rota', password: 'pa55word' },
  microsocks: { name: 'rota', password: 'pa:ss w@rd%41/é' },
};
const PROXIES = [
  ['tinyproxy', startTinyproxy],
  ['microsocks', startMicrosocks],
] as const;

const WRONG_PASSWORD = 'canary-of-a-wrong-password';
const withWrongPassword = ({ url }: DebianProxy) => url.replace(/:[^:@/]+@/, `:${WRONG_PASSWORD}@`);

interface Scene {
  readonly simulator: Simulator;
  readonly rota: TestCore;
  readonly client: ReturnType<typeof managementClient>;
}

/** An account whose own traffic and whose token traffic take the given ways. */
async function scene(accountProxy: string, tokenProxy: string | null): Promise<Scene> {
  const simulator = await startSimulator({
    clock: systemClock,
    accounts: people('one'),
    oauth: { redirectUris: [REDIRECT_URI] },
  });
  open.push({ [Symbol.asyncDispose]: () => simulator.close() });
  const rota = opened(
    await startTestCore(`
providers:
  - { name: one, base_url: "${simulator.url}", auth_type: auth_token, auth_value: oauth, oauth_provider: simulated, proxy: "${accountProxy}" }
oauth_providers:
  - name: simulated
    client_id: ${simulator.clientId}
    auth_url: ${simulator.authUrl}
    token_url: ${simulator.tokenUrl}
    redirect_uri: ${REDIRECT_URI}
    scopes: [user:profile, user:inference]
    profile_url: ${simulator.profileUrl}
settings:
  terms_accepted: true
  oauth: { proxy: ${tokenProxy === null ? 'null' : `"${tokenProxy}"`}, usage_polling: false }
`),
  );
  return { simulator, rota, client: managementClient(rota.url, rota.controlToken) };
}

const ask = ({ rota }: Scene, stream = false) =>
  send(`${rota.url}/v1/messages`, {
    headers: clientHeaders(rota.clientKey),
    body: messagesBody({ stream, text: 'count to 20' }),
  });

/** Times that a proxy has opened a way to the simulator. */
const waysTo = (simulator: Simulator, proxy: DebianProxy) =>
  proxy
    .log()
    .split('\n')
    .filter((line) => line.includes(`:${simulator.port}`) || line.includes(`port ${simulator.port}`)).length;

describe.skipIf(missing !== null)('a proxy that others wrote', () => {
  it.each(PROXIES)(
    '%s carries sign-in, refresh, requests and streams of its account',
    async (_name, start) => {
      const proxy = opened(await start());
      const here = await scene(proxy.url, null);
      const accountId = await signIn(here.client, 'one@example.com');
      expect((await here.client.command('accounts.refresh', { account: accountId })).ok).toBe(true);
      expect((await ask(here)).status).toBe(200);
      const stream = await ask(here, true);
      expect(stream.complete).toBe(true);
      expect(stream.body.toString()).toContain('event: message_stop');
      expect(waysTo(here.simulator, proxy)).toBeGreaterThan(0);
    },
  );

  it.each(PROXIES)(
    '%s that asks for a name and password gets them, strange signs included',
    async (name, start) => {
      const proxy = opened(await start(USERS[name]));
      const here = await scene(proxy.url, null);
      await signIn(here.client, 'one@example.com');
      expect((await ask(here)).status).toBe(200);
      expect(waysTo(here.simulator, proxy)).toBeGreaterThan(0);
    },
  );

  it('microsocks with a wrong password is a sentence about the proxy, and blames no account', async () => {
    const proxy = opened(await startMicrosocks(USERS['microsocks']));
    const here = await scene(withWrongPassword(proxy), opened(await startTinyproxy()).url);
    await signIn(here.client, 'one@example.com');
    const answer = await ask(here);
    expect(answer.status).toBe(502);
    expect(answer.body.toString()).toContain('proxy');
    expect(answer.body.toString()).not.toContain(WRONG_PASSWORD);
    expect((await here.rota.accounts()).map(({ state }) => state)).toEqual(['healthy']);
  });

  it('tinyproxy with a wrong password, which answers 401 in the place of a plain-HTTP upstream, ends no sign-in', async () => {
    const proxy = opened(await startTinyproxy(USERS['tinyproxy']));
    const here = await scene(withWrongPassword(proxy), opened(await startTinyproxy()).url);
    const accountId = await signIn(here.client, 'one@example.com');
    const answer = await ask(here);
    expect(answer.status).toBe(429);
    expect(answer.body.toString()).not.toContain(WRONG_PASSWORD);
    const [account] = await here.rota.accounts();
    expect(account?.reason).toMatchObject({ kind: 'cooling-down', cause: { kind: 'token-refused' } });
    expect((await here.client.command('accounts.refresh', { account: accountId })).ok).toBe(true);
  });

  it('token traffic takes its own way, and requests go by the account’s', async () => {
    const forTokens = opened(await startTinyproxy());
    const forRequests = opened(await startMicrosocks());
    const here = await scene(forRequests.url, forTokens.url);
    const accountId = await signIn(here.client, 'one@example.com');
    const afterSignIn = waysTo(here.simulator, forTokens);
    expect(afterSignIn).toBeGreaterThan(0);
    succeeded(await here.client.command('accounts.refresh', { account: accountId }));
    const afterRefresh = waysTo(here.simulator, forTokens);
    expect(afterRefresh).toBeGreaterThan(afterSignIn);
    const beforeRequest = waysTo(here.simulator, forRequests);
    expect((await ask(here)).status).toBe(200);
    expect(waysTo(here.simulator, forRequests)).toBeGreaterThan(beforeRequest);
    expect(waysTo(here.simulator, forTokens)).toBe(afterRefresh);
  });

  it('that dies takes no sign-in with it: the account serves again once the proxy is back', async () => {
    const proxy = await startTinyproxy();
    const here = await scene(proxy.url, null);
    await signIn(here.client, 'one@example.com');
    await proxy[Symbol.asyncDispose]();
    const answer = await ask(here);
    expect(answer.status).toBe(502);
    const refreshed = await here.client.command('accounts.refresh', { account: 'one@example.com' });
    expect(refreshed).toMatchObject({ ok: false, error: { code: 'token_endpoint_unreachable' } });
    const { accounts, notices } = (await here.rota.api('/api/snapshot')) as unknown as Snapshot;
    expect(accounts.map(({ state }) => state)).toEqual(['healthy']);
    expect(notices).toMatchObject([{ kind: 'offline' }]);

    opened(await startTinyproxy(null, proxy.port));
    expect((await ask(here)).status).toBe(200);
    const later = (await here.rota.api('/api/snapshot')) as unknown as Snapshot;
    expect(later.notices).toEqual([]);
  });
});
