/** What people do with accounts, over the management API, with the gateway and a provider behind it. */
import { describe, expect, it } from 'vitest';
import { done } from '../../support/settings-core.ts';
import { startHttpProxy } from '../../support/small-proxies.ts';
import { AccountBench, KEY_ONE, KEY_TWO, SETUP_TOKEN, WRONG_KEY } from './account-bench.ts';

const bench = new AccountBench();

describe('another key', () => {
  it('brings an account back whose key was refused, under its old id and without a secret in the file', async () => {
    const id = await bench.add('One', WRONG_KEY);
    expect((await bench.rota.ask()).status).toBe(401);
    expect(await bench.stateOf(id)).toBe('needs-login');
    const replaced = done(
      await bench.rota.client.command('accounts.replaceKey', { account: 'One', key: KEY_ONE }),
    );
    expect(replaced.accountId).toBe(id);
    expect(await bench.stateOf(id)).toBe('healthy');
    expect((await bench.rota.ask()).status).toBe(200);
    expect(bench.rota.readFile()).not.toContain('canary');
    expect((await bench.rota.accounts())[0]).toMatchObject({ id, requestsTotal: 2 });
  });

  it('that is the same one is tried again', async () => {
    const id = await bench.add('One', WRONG_KEY);
    await bench.rota.ask();
    done(await bench.rota.client.command('accounts.replaceKey', { account: 'One', key: WRONG_KEY }));
    expect(await bench.stateOf(id)).toBe('healthy');
  });

  it('of another kind travels in the header of its kind', async () => {
    const id = await bench.add('One', KEY_ONE);
    done(await bench.rota.client.command('terms.accept'));
    for (const [key, kind] of [
      [SETUP_TOKEN, 'setup-token'],
      [KEY_TWO, 'api-key'],
    ] as const) {
      done(await bench.rota.client.command('accounts.replaceKey', { account: id, key }));
      expect((await bench.rota.accounts())[0]?.kind).toBe(kind);
      expect((await bench.rota.ask()).status).toBe(200);
    }
  });

  it('takes the place of one that was written into the settings file, and goes into the vault', async () => {
    const provider = {
      name: 'File',
      base_url: bench.simulator.url,
      auth_type: 'api_key',
      auth_value: WRONG_KEY,
    };
    bench.rota.editFile(JSON.stringify({ providers: [provider] }));
    await expect.poll(() => bench.names(), { timeout: 6_000 }).toEqual(['File']);
    done(await bench.rota.client.command('accounts.replaceKey', { account: 'File', key: KEY_ONE }));
    expect(bench.rota.readFile()).not.toContain('canary');
    expect((await bench.rota.ask()).status).toBe(200);
  });

  it('is refused for accounts that have none of their own', async () => {
    const providers = [
      { name: 'Env', base_url: bench.simulator.url, auth_value: 'env:NAME_OF_KEY' },
      { name: 'Sub', base_url: bench.simulator.url, auth_value: 'oauth', account_email: 'a@example.com' },
    ];
    bench.rota.editFile(JSON.stringify({ providers }));
    await expect.poll(() => bench.names(), { timeout: 6_000 }).toHaveLength(2);
    const replace = (account: string) =>
      bench.rota.client.command('accounts.replaceKey', { account, key: 'k' });
    expect(await replace('Env')).toMatchObject({
      error: { code: 'account_has_no_key', message: expect.stringContaining('NAME_OF_KEY') },
    });
    expect(await replace('Sub')).toMatchObject({ error: { code: 'account_has_no_key' } });
    expect(await replace('nobody')).toMatchObject({ error: { code: 'account_unknown' } });
  });
});

describe('a removal', () => {
  const route = (pattern: string, ...providers: string[]) =>
    bench.rota.client.command('routes.save', {
      pattern,
      strategy: null,
      candidates: providers.map((provider) => ({ provider, accountEmail: null, model: null })),
    });

  it('is undone: key, place, name, counts and routes are as before', async () => {
    await bench.add('One', KEY_ONE);
    const id = await bench.add('Two', KEY_TWO);
    await bench.add('Three', 'sk-ant-api03-canary-other');
    done(await bench.rota.client.command('accounts.rename', { account: 'Two', name: 'Second' }));
    done(await route('*opus*', 'Two', 'One'));
    done(await route('*haiku*', 'Two'));
    expect((await bench.rota.ask('claude-haiku-5')).headers['x-rota-account']).toBe(id);
    const before = {
      accounts: await bench.rota.accounts(),
      routes: await bench.rota.client.query('routes.list'),
    };

    const removed = done(await bench.rota.client.command('accounts.remove', { accounts: ['Second'] }));
    expect(removed.accountIds).toEqual([id]);
    expect(await bench.names()).toEqual(['One', 'Three']);
    expect((await bench.rota.ask('claude-haiku-5')).headers['x-rota-account']).not.toBe(id);

    done(await bench.rota.client.command('accounts.restore', { accountIds: [id] }));
    const after = await bench.rota.accounts();
    expect(after.map(({ id, name, place, requestsTotal }) => ({ id, name, place, requestsTotal }))).toEqual(
      before.accounts.map(({ id, name, place }) => ({ id, name, place, requestsTotal: expect.any(Number) })),
    );
    expect(after[1]?.requestsTotal).toBe(1);
    expect(await bench.rota.client.query('routes.list')).toEqual(before.routes);
    expect((await bench.rota.ask('claude-haiku-5')).headers['x-rota-account']).toBe(id);
  });

  it('of several at once is undone in one go', async () => {
    for (const name of ['A', 'B', 'C']) await bench.add(name, `sk-ant-api03-canary-${name}`);
    const { accountIds } = done(
      await bench.rota.client.command('accounts.remove', { accounts: ['C', 'A', 'B'] }),
    );
    expect(await bench.names()).toEqual([]);
    const twice = [...accountIds, accountIds[0]!];
    done(await bench.rota.client.command('accounts.restore', { accountIds: twice }));
    expect(await bench.names()).toEqual(['A', 'B', 'C']);
  });

  it('is undone once, and only by those who were removed', async () => {
    const id = await bench.add('One', KEY_ONE);
    const restore = () => bench.rota.client.command('accounts.restore', { accountIds: [id] });
    const nothing = { error: { code: 'nothing_to_restore' } };
    expect(await restore()).toMatchObject(nothing);
    done(await bench.rota.client.command('accounts.remove', { accounts: ['One'] }));
    done(await restore());
    expect(await restore()).toMatchObject(nothing);
    const unknown = await bench.rota.client.command('accounts.restore', { accountIds: [id, 'unknown'] });
    expect(unknown).toMatchObject(nothing);
  });

  it('is not undone over an account that has its name by now', async () => {
    const id = await bench.add('One', KEY_ONE);
    done(await bench.rota.client.command('accounts.remove', { accounts: ['One'] }));
    await bench.add('One', KEY_TWO);
    expect(await bench.rota.client.command('accounts.restore', { accountIds: [id] })).toMatchObject({
      error: { code: 'name_taken' },
    });
    expect((await bench.rota.ask()).status).toBe(200);
    expect(bench.simulator.ledger.requests.at(-1)?.accountId).toBe('two');
  });

  it('of an account whose key stood in the settings file comes back with the key in the vault', async () => {
    const provider = {
      name: 'File',
      base_url: bench.simulator.url,
      auth_type: 'api_key',
      auth_value: KEY_ONE,
    };
    bench.rota.editFile(JSON.stringify({ providers: [provider] }));
    await expect.poll(() => bench.names(), { timeout: 6_000 }).toEqual(['File']);
    const { accountIds } = done(await bench.rota.client.command('accounts.remove', { accounts: ['File'] }));
    expect(bench.rota.readFile()).not.toContain('canary');
    done(await bench.rota.client.command('accounts.restore', { accountIds }));
    expect(bench.rota.readFile()).not.toContain('canary');
    expect((await bench.rota.ask()).status).toBe(200);
  });
});

describe('proxy, hours and cap of an account', () => {
  it('are set one by one, shown, and taken away again', async () => {
    await bench.add('One', KEY_ONE);
    const configure = async (change: object) => {
      done(await bench.rota.client.command('accounts.configure', { account: 'One', ...change }));
      const { settings } = done(await bench.rota.client.query('settings.get'));
      const { proxy, hours, maxConcurrentRequests } = settings.providers[0]!;
      return { proxy, hours, maxConcurrentRequests };
    };
    expect(await configure({ hours: '22:00-06:00' })).toEqual({
      proxy: null,
      hours: '22:00-06:00',
      maxConcurrentRequests: null,
    });
    expect(await configure({ maxConcurrentRequests: 2, proxy: 'none' })).toEqual({
      proxy: 'none',
      hours: '22:00-06:00',
      maxConcurrentRequests: 2,
    });
    expect(await configure({ hours: null, maxConcurrentRequests: null, proxy: null })).toEqual({
      proxy: null,
      hours: null,
      maxConcurrentRequests: null,
    });
    expect(JSON.parse(bench.rota.readFile()).providers[0]).not.toHaveProperty('hours');
  });

  it('hold for the next request', async () => {
    await bench.add('One', KEY_ONE);
    const proxy = await startHttpProxy();
    const address = `http://127.0.0.1:${proxy.port}`;
    done(await bench.rota.client.command('accounts.configure', { account: 'One', proxy: address }));
    expect((await bench.rota.ask()).status).toBe(200);
    expect(proxy.targets).toEqual([`127.0.0.1:${bench.simulator.port}`]);
  });

  it.each([
    [{ proxy: 'htp://typo' }, 'settings_invalid', 'providers[0].proxy must be a http, https or socks5 URL'],
    [{ hours: '09:00-09:00' }, 'settings_invalid', 'providers[0].hours must be two different times'],
    [{ hours: '25:00-26:00' }, 'settings_invalid', 'providers[0].hours must be two different times'],
    [{ hours: 'nine to five' }, 'invalid_input', 'must be like 09:00-18:00'],
    [{ maxConcurrentRequests: 0 }, 'invalid_input', 'maxConcurrentRequests'],
  ])('are refused where they are wrong: %j', async (change, code, sentence) => {
    await bench.add('One', KEY_ONE);
    const before = bench.rota.readFile();
    expect(
      await bench.rota.client.command('accounts.configure', { account: 'One', ...change }),
    ).toMatchObject({
      error: { code, message: expect.stringContaining(sentence) },
    });
    expect(bench.rota.readFile()).toBe(before);
  });
});
