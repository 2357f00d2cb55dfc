import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ManagementClient, Transport } from '../../src-shared/contract/client.ts';
import { contract, type ProcedureName } from '../../src-shared/contract/contract.ts';
import type { Snapshot } from '../../src-shared/model/snapshot.ts';
import { describeAccounts } from './accounts-suite.ts';
import { EVENTUALLY } from './eventually.ts';
import { describeRouting } from './routing-suite.ts';
import { HOME, type RunningRota, startRota, WORK } from './running-rota.ts';
import { describeSignIn } from './sign-in-suite.ts';
import { SuiteSession, value } from './suite-session.ts';

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

    describeSignIn(
      () => session,
      () => rota,
    );

    describeAccounts(
      () => session,
      () => rota,
    );

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
