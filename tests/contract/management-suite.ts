import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ManagementClient, Transport } from '../../src-shared/contract/client.ts';
import { contract, type ProcedureName } from '../../src-shared/contract/contract.ts';
import type { Snapshot } from '../../src-shared/model/snapshot.ts';
import { EVENTUALLY } from './eventually.ts';
import { describeRouting } from './routing-suite.ts';
import { HOME, type RunningRota, startRota, WORK } from './running-rota.ts';
import { SuiteSession, value } from './suite-session.ts';

const API_KEY = 'sk-ant-api03-key-of-the-contract-suite';
/** Procedures whose whole point is to give a key out. */
const GIVES_KEYS: readonly string[] = ['keys.show', 'keys.rotate', 'keys.create', 'env.get'];

/**
 * What the management API promises, whatever carries it: the same suite for HTTP and for IPC. It runs
 * against the whole core, with the simulator as provider.
 */
export function describeManagement(transportName: string, open: (rota: RunningRota) => Transport): void {
  describe(`the management API over ${transportName}`, () => {
    let rota: RunningRota;
    let session: SuiteSession;
    let client: ManagementClient;

    beforeAll(async () => {
      rota = await startRota();
      session = new SuiteSession(rota, open(rota));
      client = session.client;
    });
    afterAll(() => rota[Symbol.asyncDispose]());

    const snapshot = () => session.snapshot();
    const names = () => session.names();
    const signIn = (email: string, asked?: string) => session.signIn(email, asked);

    it('begins without an account', async () => {
      expect(await snapshot()).toMatchObject({
        version: '1.2.3',
        baseUrl: rota.url,
        gateway: 'serving',
        simulated: true,
        readOnlyFile: null,
        accounts: [],
      });
    });

    it('connects Claude Code after showing the change, and puts the file back', async () => {
      const preview = value(await client.query('claudeCode.preview', { keepSignIn: true }));
      expect(preview).toMatchObject({ exists: false, changes: true });
      const { fingerprint } = preview;
      const asked = { keepSignIn: true, fingerprint };
      expect(value(await client.command('claudeCode.connect', asked))).toMatchObject({
        state: 'connected',
        baseUrl: rota.url,
        keepSignIn: true,
      });
      expect(value(await client.query('claudeCode.status')).files).toMatchObject([{ state: 'connected' }]);
      expect(await client.command('claudeCode.connect', asked)).toMatchObject({
        error: { code: 'claude_settings_changed' },
      });
      expect(value(await client.query('claudeCode.previewDisconnect', {})).changes).toBe(true);
      expect(value(await client.command('claudeCode.disconnect', {}))).toMatchObject({
        state: 'not-connected',
      });
    });

    // While there is no account, so that nobody outside of this machine is asked.
    it('looks for what may be wrong, and writes a report of it', async () => {
      const { checks } = value(await client.query('doctor.run', {}));
      expect(checks).toContainEqual(expect.objectContaining({ id: 'port', status: 'fine', remedy: null }));
      expect(value(await client.command('report.create', {})).file).toMatch(/rota-report-[\dTZ]+\.json$/);
    });

    describe('signing in', () => {
      it('ends with an account under the identity that signed in', async () => {
        const signedIn = await signIn(WORK);
        expect(signedIn).toMatchObject({ askedFor: WORK, signedInAs: WORK, otherThanAsked: false });
        expect((await snapshot()).accounts).toMatchObject([
          { id: signedIn.accountId, accountEmail: WORK, kind: 'oauth', state: 'healthy' },
        ]);
      });

      it('tells when somebody else signed in than was asked for', async () => {
        const signedIn = await signIn(HOME, 'other@studio.example');
        expect(signedIn).toMatchObject({
          askedFor: 'other@studio.example',
          signedInAs: HOME,
          otherThanAsked: true,
        });
        expect(await names()).toEqual([WORK, HOME]);
      });

      it('can be followed and given up', async () => {
        const login = value(await client.command('login.begin', { method: 'paste' }));
        const find = async () => value(await client.query('login.find', { loginId: login.loginId }));
        expect(await find()).toEqual(login);
        expect(login.state).toEqual({ kind: 'waiting' });
        expect(login.expiresAt - login.startedAt).toBe(600_000);

        value(await client.command('login.cancel', { loginId: login.loginId }));
        expect((await find()).state).toEqual({ kind: 'cancelled' });
        const [newest] = value(await client.query('login.list')).logins;
        expect(newest?.loginId).toBe(login.loginId);
        const again = await client.command('login.complete', { loginId: login.loginId, code: 'abc' });
        expect(again).toMatchObject({ ok: false, error: { code: 'login_cancelled' } });
      });

      it('can go on in the browser, which brings the answer back by itself', async () => {
        const pasted = value(await client.command('login.begin', { method: 'paste' }));
        const { loginId, authorizationUrl, method } = value(
          await client.command('login.switchMethod', { loginId: pasted.loginId, method: 'browser' }),
        );
        expect(method).toBe('browser');
        expect(authorizationUrl).not.toBe(pasted.authorizationUrl);
        await fetch(await rota.approve(authorizationUrl, WORK), { redirect: 'manual' });
        const finished = async () => value(await client.query('login.find', { loginId })).state;
        await expect.poll(finished, EVENTUALLY).toMatchObject({
          kind: 'succeeded',
          signedIn: { signedInAs: WORK, renewed: true },
        });
      });

      it('refuses what is no code, a login that nobody began, and a way that is not there', async () => {
        const { loginId } = value(await client.command('login.begin', { method: 'paste' }));
        expect(
          await client.command('login.complete', { loginId, code: 'https://evil.example/?code=1' }),
        ).toMatchObject({
          error: { code: 'authorization_input_foreign_host' },
        });
        expect(await client.command('login.complete', { loginId: 'nobody', code: 'a#b' })).toMatchObject({
          error: { code: 'login_unknown' },
        });
        expect(await client.query('login.find', { loginId: 'nobody' })).toMatchObject({
          error: { code: 'login_unknown' },
        });
        expect(await client.command('login.begin', { method: 'window' })).toMatchObject({
          error: { code: 'capture_unavailable' },
        });
        value(await client.command('login.cancel', { loginId }));
      });
    });

    describe('accounts', () => {
      it('are added with a key, which never comes out again', async () => {
        const added = value(
          await client.command('accounts.addKey', {
            name: 'Studio key',
            baseUrl: rota.simulator.url,
            key: API_KEY,
          }),
        );
        expect(added.name).toBe('Studio key');
        const account = (await snapshot()).accounts.find(({ id }) => id === added.accountId);
        expect(account).toMatchObject({ name: 'Studio key', kind: 'api-key', place: 3, state: 'healthy' });
      });

      it('have names of their own', async () => {
        const twin = await client.command('accounts.addKey', { name: 'studio KEY', key: API_KEY });
        expect(twin).toMatchObject({ error: { code: 'name_taken' } });
        const renamed = await client.command('accounts.rename', { account: HOME, name: 'Studio key' });
        expect(renamed).toMatchObject({ error: { code: 'name_taken' } });
      });

      it('stand in the order that was asked for, the others behind them', async () => {
        const { accountIds } = value(
          await client.command('accounts.order', { accounts: ['Studio key', HOME] }),
        );
        const { accounts } = await snapshot();
        expect(accounts.map(({ id }) => id)).toEqual(accountIds);
        expect(accounts.map(({ name }) => name)).toEqual(['Studio key', HOME, WORK]);
      });

      it('are switched off without losing their sign-in, and on again', async () => {
        value(
          await client.command('accounts.setEnabled', { accounts: [HOME, 'Studio key'], enabled: false }),
        );
        const off = (await snapshot()).accounts.filter(({ state }) => state === 'disabled');
        expect(off.map(({ name }) => name)).toEqual(['Studio key', HOME]);
        const status = value(await client.query('oauth.status'));
        expect(status.tokens.map((token) => token.account_email).sort()).toEqual([HOME, WORK].sort());
        value(await client.command('accounts.setEnabled', { accounts: [HOME, 'Studio key'], enabled: true }));
        expect((await snapshot()).accounts.every(({ state }) => state === 'healthy')).toBe(true);
      });

      it('are renamed and keep their id', async () => {
        const before = (await snapshot()).accounts.find(({ name }) => name === HOME)?.id;
        value(await client.command('accounts.rename', { account: HOME, name: 'Home' }));
        expect((await snapshot()).accounts.find(({ name }) => name === 'Home')?.id).toBe(before);
      });

      it('renew their token now where they are signed in', async () => {
        const renewed = value(await client.command('accounts.refresh', { account: 'Home' }));
        expect(renewed).toMatchObject({ accountEmail: HOME });
        expect(renewed.expiresAt).toBeGreaterThan(Date.now());
        expect(await client.command('accounts.refresh', { account: 'Studio key' })).toMatchObject({
          error: { code: 'account_not_refreshable' },
        });
      });

      it('are refused under a name that is not theirs', async () => {
        const unknown = { error: { code: 'account_unknown' } };
        expect(await client.command('accounts.refresh', { account: 'nobody' })).toMatchObject(unknown);
        expect(await client.command('accounts.remove', { accounts: ['Home', 'nobody'] })).toMatchObject(
          unknown,
        );
        expect(await names()).toContain('Home');
      });

      it('take another key in the place of the one they have', async () => {
        const replaced = value(
          await client.command('accounts.replaceKey', { account: 'Studio key', key: `${API_KEY}-2` }),
        );
        expect(await names()).toEqual(['Studio key', 'Home', WORK]);
        expect((await snapshot()).accounts[0]).toMatchObject({ id: replaced.accountId, state: 'healthy' });
        expect(await client.command('accounts.replaceKey', { account: 'Home', key: 'k' })).toMatchObject({
          error: { code: 'account_has_no_key' },
        });
      });

      it('try a key before it is added', async () => {
        const trial = { baseUrl: rota.simulator.url, key: API_KEY, proxy: 'none' };
        expect(value(await client.command('accounts.testKey', trial))).toMatchObject({
          result: 'refused',
          status: 401,
        });
      });

      it('have hours and a cap of their own', async () => {
        const change = { account: 'Home', hours: '09:00-18:00', maxConcurrentRequests: 4 };
        value(await client.command('accounts.configure', change));
        const configured = (await snapshot()).accounts.find(({ name }) => name === 'Home');
        expect(configured).toMatchObject({ hours: '09:00-18:00', maxConcurrentRequests: 4 });
        value(
          await client.command('accounts.configure', {
            account: 'Home',
            hours: null,
            maxConcurrentRequests: null,
          }),
        );
      });

      it('come back after a removal, with their sign-in and in their place', async () => {
        const { accountIds } = value(await client.command('accounts.remove', { accounts: ['Home'] }));
        expect(value(await client.query('oauth.status')).tokens).toHaveLength(1);
        value(await client.command('accounts.restore', { accountIds }));
        expect(await names()).toEqual(['Studio key', 'Home', WORK]);
        expect(value(await client.query('oauth.status')).tokens).toHaveLength(2);
        expect(value(await client.command('accounts.refresh', { account: 'Home' }))).toMatchObject({
          accountEmail: HOME,
        });
      });

      it('are removed with their sign-in', async () => {
        value(await client.command('accounts.remove', { accounts: ['Home'] }));
        expect(await names()).toEqual(['Studio key', WORK]);
        expect(value(await client.query('oauth.status')).tokens).toHaveLength(1);
      });
    });

    describe('routing', () => {
      it('is explained without being done', async () => {
        const plan = value(await client.query('routes.explain', { model: 'claude-opus-5-5' }));
        expect(plan).toMatchObject({
          model: 'claude-opus-5-5',
          route: null,
          entries: [
            { accountName: 'Studio key', verdict: 'chosen' },
            { accountName: WORK, verdict: 'next' },
          ],
        });
        expect(value(await client.query('requests.recent')).requests).toEqual([]);
      });

      it('is listed with its strategy', async () => {
        expect(value(await client.query('routes.list'))).toEqual({ strategy: 'priority', routes: [] });
      });

      it('leaves subscriptions out while the terms are not accepted', async () => {
        value(await client.command('terms.withdraw'));
        expect(value(await client.query('terms.get')).acceptedAt).toBeNull();
        const { entries } = value(await client.query('routes.explain', {}));
        expect(entries.at(-1)).toMatchObject({ accountName: WORK, reason: { kind: 'terms-not-accepted' } });
        expect(await client.command('login.begin', {})).toMatchObject({
          error: { code: 'terms_not_accepted' },
        });
        value(await client.command('terms.accept'));
        expect(value(await client.query('terms.get')).acceptedAt).toBeGreaterThan(0);
        expect(value(await client.query('routes.explain', {})).entries).toHaveLength(2);
      });
    });

    describe('the gateway', () => {
      it('pauses and resumes', async () => {
        value(await client.command('gateway.pause'));
        expect((await snapshot()).gateway).toBe('paused');
        value(await client.command('gateway.resume'));
        expect((await snapshot()).gateway).toBe('serving');
      });

      it('shows its keys, and replaces them', async () => {
        const shown = value(await client.query('keys.show', { which: 'client' })).key;
        expect(shown).toMatch(/^[A-Za-z0-9_-]{32,}$/);
        expect(value(await client.query('env.get')).variables).toEqual([
          { name: 'ANTHROPIC_BASE_URL', value: rota.url },
          { name: 'ANTHROPIC_AUTH_TOKEN', value: shown },
        ]);
        const rotated = value(await client.command('keys.rotate', { which: 'client' })).key;
        expect(rotated).not.toBe(shown);
        const models = (key: string) =>
          fetch(`${rota.url}/v1/models`, { headers: { 'x-api-key': key } }).then(({ status }) => status);
        expect(await models(shown)).toBe(401);
        expect(await models(rotated)).not.toBe(401);
      });

      it('tells of the requests that went through it', async () => {
        const { requests } = value(await client.query('requests.recent', { limit: 1 }));
        expect(requests).toHaveLength(1);
        expect(requests[0]).toMatchObject({ method: 'GET', path: '/v1/models' });
      });

      it('shows its settings and providers without secrets', async () => {
        const { settings, readOnlyFile } = value(await client.query('settings.get'));
        expect(readOnlyFile).toBeNull();
        expect(settings.oauthProviders).toMatchObject([{ name: 'simulated' }]);
        const { providers } = value(await client.query('providers.list'));
        expect(providers.flatMap(({ accounts }) => accounts).map(({ name }) => name)).toEqual(await names());
      });
    });

    describe('usage, requests and the log', () => {
      it('are told in numbers and facts', async () => {
        const report = value(await client.query('usage.report', { since: 0, by: ['account', 'day'] }));
        expect(report).toMatchObject({ since: 0, available: true });
        expect(report.rows.reduce((sum, { requests }) => sum + requests, 0)).toBe(report.total.requests);
        const { windows } = value(await client.query('usage.windows'));
        for (const { utilization } of windows) expect(utilization === null || utilization >= 0).toBe(true);
        const [newest] = value(await client.query('requests.recent', { limit: 1 })).requests;
        const id = newest?.id ?? 'none';
        expect(value(await client.query('requests.find', { id })).request?.id).toBe(newest?.id);
        const { lines } = value(await client.query('logs.recent', { limit: 5, level: 'info' }));
        expect(lines.every(({ number }, index) => index === 0 || number > lines[index - 1]!.number)).toBe(
          true,
        );
      });

      it('are valued by prices that the user may edit', async () => {
        const { prices, edited } = value(await client.query('usage.prices'));
        expect(edited).toBe(false);
        value(await client.command('usage.setPrices', { prices: prices.slice(0, 2) }));
        expect(value(await client.query('usage.prices'))).toMatchObject({
          edited: true,
          prices: prices.slice(0, 2),
        });
        value(await client.command('usage.setPrices', { prices: [] }));
        expect(value(await client.query('usage.prices')).prices).toEqual(prices);
      });
    });

    describe('the settings', () => {
      it('are changed in part, and put back', async () => {
        const changed = { strategy: 'least_used', notifications: { switched: false } } as const;
        expect(value(await client.command('settings.update', changed))).toEqual({ restartNeeded: false });
        const { settings } = value(await client.query('settings.get'));
        expect(settings).toMatchObject({ strategy: 'least_used', notifications: { switched: false } });
        value(await client.command('settings.reset'));
        expect(value(await client.query('settings.get')).settings).toMatchObject({
          strategy: 'priority',
          notifications: { switched: true },
        });
        expect(value(await client.query('terms.get')).acceptedAt).not.toBeNull();
      });

      it('are written out without secrets, and read in again without a change', async () => {
        const { yaml } = value(await client.query('settings.export'));
        expect(yaml).toContain('name: Studio key');
        const file = { fileName: 'rota.yaml', text: yaml };
        expect(value(await client.command('settings.import', file))).toMatchObject({
          changed: false,
          accountsAdded: [],
          secretsMoved: 0,
        });
        const wrong = { fileName: 'wrong.yaml', text: 'server: { port: x }' };
        expect(await client.command('settings.import', wrong)).toMatchObject({
          error: { code: 'import_invalid', message: expect.stringContaining('wrong.yaml, line 1') },
        });
      });
    });

    describeRouting(
      () => session,
      () => rota,
    );

    describe('the shell', () => {
      it('tells what it can do', async () => {
        expect(value(await client.query('shell.get'))).toEqual({
          kind: 'headless',
          dataFolder: rota.dataDir,
          logFolder: null,
          startAtLogin: null,
          loginMethods: ['browser', 'paste'],
          notifications: false,
          updates: false,
        });
      });

      it('refuses what only a desktop could do', async () => {
        const refused = [
          await client.command('shell.setStartAtLogin', { on: true }),
          await client.command('shell.openFolder', { which: 'data' }),
          await client.command('shell.openFolder', { which: 'logs' }),
          await client.command('shell.checkForUpdate'),
          await client.command('shell.startDemo'),
        ];
        for (const reply of refused)
          expect(reply).toMatchObject({ ok: false, error: { code: 'not_offered' } });
      });
    });

    it('has no master key to replace where nothing is stored on disk', async () => {
      const refused = await client.command('vault.rotateKey');
      expect(refused).toMatchObject({ ok: false, error: { code: 'master_key_not_ours' } });
    });

    it('tells of every change, each snapshot whole', async () => {
      const heard: Snapshot[] = [];
      using _subscription = client.subscribe({ onSnapshot: (one) => heard.push(one) });
      await expect.poll(() => heard.length, EVENTUALLY).toBe(1);
      value(await client.command('gateway.pause'));
      await expect.poll(() => heard.at(-1)?.gateway, EVENTUALLY).toBe('paused');
      value(await client.command('gateway.resume'));
      await expect.poll(() => heard.at(-1)?.gateway, EVENTUALLY).toBe('serving');
      const revisions = heard.map(({ revision }) => revision);
      expect(revisions).toEqual([...new Set(revisions)].sort((a, b) => a - b));
      expect(heard.at(-1)?.accounts).toHaveLength(2);
    });

    it('answers wrong input with a code and a sentence', async () => {
      const wrong = await client.command('accounts.order', { accounts: [] });
      expect(wrong).toEqual({
        ok: false,
        error: {
          code: 'invalid_input',
          message: 'This cannot be done as asked: accounts is too short or empty.',
        },
      });
    });

    it('signs accounts out, one and all', async () => {
      await signIn(HOME);
      const one = value(await client.command('oauth.signOut', { account: HOME }));
      expect(one.accountEmail).toBe(HOME);
      expect(await client.command('oauth.signOut', { account: HOME })).toMatchObject({
        error: { code: 'account_unknown' },
      });
      expect(value(await client.command('oauth.signOutAll'))).toEqual({ count: 1 });
      expect(value(await client.query('oauth.status')).tokens).toEqual([]);
    });

    it('was asked for every procedure, and never answered with a secret or a field too many', () => {
      const called = new Set(session.answers.map(({ name }) => name));
      expect([...called].sort()).toEqual(Object.keys(contract).sort());
      for (const { name, reply } of session.answers) {
        if (!GIVES_KEYS.includes(name)) expect(JSON.stringify(reply), name).not.toMatch(/sk-ant-|Bearer/);
        if (!reply.ok) continue;
        expect(contract[name as ProcedureName].output.parse(reply.value), name).toEqual(reply.value);
      }
    });
  });
}
