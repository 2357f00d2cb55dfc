import { describe, expect, it } from 'vitest';
import { API_KEY, HOME, type RunningRota, WORK } from './running-rota.ts';
import { type SuiteSession, value } from './suite-session.ts';

/** What the management API promises about accounts; part of its one suite. */
export function describeAccounts(session: () => SuiteSession, rota: () => RunningRota): void {
  const client = () => session().client;

  describe('accounts', () => {
    it('are added with a key, which never comes out again', async () => {
      const added = value(
        await client().command('accounts.addKey', {
          name: 'Studio key',
          baseUrl: rota().simulator.url,
          key: API_KEY,
        }),
      );
      expect(added.name).toBe('Studio key');
      const account = (await session().snapshot()).accounts.find(({ id }) => id === added.accountId);
      expect(account).toMatchObject({ name: 'Studio key', kind: 'api-key', place: 3, state: 'healthy' });
    });

    it('have names of their own', async () => {
      const twin = await client().command('accounts.addKey', { name: 'studio KEY', key: API_KEY });
      expect(twin).toMatchObject({ error: { code: 'name_taken' } });
      const renamed = await client().command('accounts.rename', { account: HOME, name: 'Studio key' });
      expect(renamed).toMatchObject({ error: { code: 'name_taken' } });
    });

    it('stand in the order that was asked for, the others behind them', async () => {
      const { accountIds } = value(
        await client().command('accounts.order', { accounts: ['Studio key', HOME] }),
      );
      const { accounts } = await session().snapshot();
      expect(accounts.map(({ id }) => id)).toEqual(accountIds);
      expect(accounts.map(({ name }) => name)).toEqual(['Studio key', HOME, WORK]);
    });

    it('are switched off without losing their sign-in, and on again', async () => {
      value(
        await client().command('accounts.setEnabled', { accounts: [HOME, 'Studio key'], enabled: false }),
      );
      const off = (await session().snapshot()).accounts.filter(({ state }) => state === 'disabled');
      expect(off.map(({ name }) => name)).toEqual(['Studio key', HOME]);
      const status = value(await client().query('oauth.status'));
      expect(status.tokens.map((token) => token.account_email).sort()).toEqual([HOME, WORK].sort());
      value(await client().command('accounts.setEnabled', { accounts: [HOME, 'Studio key'], enabled: true }));
      expect((await session().snapshot()).accounts.every(({ state }) => state === 'healthy')).toBe(true);
    });

    it('are renamed and keep their id', async () => {
      const before = (await session().snapshot()).accounts.find(({ name }) => name === HOME)?.id;
      value(await client().command('accounts.rename', { account: HOME, name: 'Home' }));
      expect((await session().snapshot()).accounts.find(({ name }) => name === 'Home')?.id).toBe(before);
    });

    it('renew their token now where they are signed in', async () => {
      const renewed = value(await client().command('accounts.refresh', { account: 'Home' }));
      expect(renewed).toMatchObject({ accountEmail: HOME });
      expect(renewed.expiresAt).toBeGreaterThan(Date.now());
      expect(await client().command('accounts.refresh', { account: 'Studio key' })).toMatchObject({
        error: { code: 'account_not_refreshable' },
      });
    });

    it('are refused under a name that is not theirs', async () => {
      const unknown = { error: { code: 'account_unknown' } };
      expect(await client().command('accounts.refresh', { account: 'nobody' })).toMatchObject(unknown);
      expect(await client().command('accounts.remove', { accounts: ['Home', 'nobody'] })).toMatchObject(
        unknown,
      );
      expect(await session().names()).toContain('Home');
    });

    it('take another key in the place of the one they have', async () => {
      const replaced = value(
        await client().command('accounts.replaceKey', { account: 'Studio key', key: `${API_KEY}-2` }),
      );
      expect(await session().names()).toEqual(['Studio key', 'Home', WORK]);
      expect((await session().snapshot()).accounts[0]).toMatchObject({
        id: replaced.accountId,
        state: 'healthy',
      });
      expect(await client().command('accounts.replaceKey', { account: 'Home', key: 'k' })).toMatchObject({
        error: { code: 'account_has_no_key' },
      });
    });

    it('try a key before it is added', async () => {
      const trial = { baseUrl: rota().simulator.url, key: API_KEY, proxy: 'none' };
      expect(value(await client().command('accounts.testKey', trial))).toMatchObject({
        result: 'refused',
        status: 401,
      });
    });

    it('have hours and a cap of their own', async () => {
      const change = { account: 'Home', hours: '09:00-18:00', maxConcurrentRequests: 4 };
      value(await client().command('accounts.configure', change));
      const configured = (await session().snapshot()).accounts.find(({ name }) => name === 'Home');
      expect(configured).toMatchObject({ hours: '09:00-18:00', maxConcurrentRequests: 4 });
      value(
        await client().command('accounts.configure', {
          account: 'Home',
          hours: null,
          maxConcurrentRequests: null,
        }),
      );
    });

    it('come back after a removal, with their sign-in and in their place', async () => {
      const { accountIds } = value(await client().command('accounts.remove', { accounts: ['Home'] }));
      expect(value(await client().query('oauth.status')).tokens).toHaveLength(1);
      value(await client().command('accounts.restore', { accountIds }));
      expect(await session().names()).toEqual(['Studio key', 'Home', WORK]);
      expect(value(await client().query('oauth.status')).tokens).toHaveLength(2);
      expect(value(await client().command('accounts.refresh', { account: 'Home' }))).toMatchObject({
        accountEmail: HOME,
      });
    });

    it('are removed with their sign-in', async () => {
      value(await client().command('accounts.remove', { accounts: ['Home'] }));
      expect(await session().names()).toEqual(['Studio key', WORK]);
      expect(value(await client().query('oauth.status')).tokens).toHaveLength(1);
    });
  });
}
