import { describe, expect, it } from 'vitest';
import { type RunningRota, SIMULATED_KEY, WORK } from './running-rota.ts';
import { type SuiteSession, value } from './suite-session.ts';

const MODEL = 'claude-haiku-5-5';

/** What the management API promises about routes, bound client keys and a try of the whole way; part of its one suite. */
export function describeRouting(session: () => SuiteSession, rota: () => RunningRota): void {
  const client = () => session().client;

  describe('model routes', () => {
    it('are added, replaced, renamed and removed', async () => {
      const { provider } = (await session().snapshot()).accounts.find(({ name }) => name === WORK)!;
      const candidate = { provider, accountEmail: WORK, model: null };
      const save = (pattern: string, formerPattern?: string) =>
        client().command('routes.save', {
          pattern,
          ...(formerPattern !== undefined && { formerPattern }),
          strategy: null,
          candidates: [candidate],
        });
      const patterns = async () =>
        value(await client().query('routes.list')).routes.map(({ pattern }) => pattern);

      value(await save('*haiku*'));
      expect(await patterns()).toEqual(['*haiku*']);
      const plan = value(await client().query('routes.explain', { model: MODEL }));
      expect(plan).toMatchObject({ route: '*haiku*', entries: [{ accountName: WORK }] });
      value(await save('*haiku-5*', '*haiku*'));
      expect(await patterns()).toEqual(['*haiku-5*']);
      value(await client().command('routes.remove', { pattern: '*haiku-5*' }));
      expect(await patterns()).toEqual([]);
      expect(await client().command('routes.remove', { pattern: '*haiku-5*' })).toMatchObject({
        error: { code: 'route_unknown' },
      });
    });

    it('give a candidate to another route, or stay both as they were', async () => {
      const { provider } = (await session().snapshot()).accounts.find(({ name }) => name === WORK)!;
      const work = { provider, accountEmail: WORK, model: null };
      const renamed = { ...work, model: 'vendor-model' };
      const save = async (pattern: string, candidates: readonly (typeof work | typeof renamed)[]) =>
        value(
          await client().command('routes.save', { pattern, strategy: null, candidates: [...candidates] }),
        );
      const routes = async () =>
        value(await client().query('routes.list')).routes.map(({ pattern, candidates }) => [
          pattern,
          ...candidates.map(({ model }) => model),
        ]);
      await save('*from*', [work, renamed]);
      await save('*to*', [work]);
      const move = (from: string, to: string, candidate: typeof work | typeof renamed) =>
        client().command('routes.move', { from, to, candidate });

      value(await move('*FROM*', '*to*', renamed));
      expect(await routes()).toEqual([
        ['*from*', null],
        ['*to*', null, 'vendor-model'],
      ]);
      expect(await move('*from*', '*to*', renamed)).toMatchObject({ error: { code: 'candidate_unknown' } });
      expect(await move('*from*', '*to*', work)).toMatchObject({ error: { code: 'candidate_is_last' } });
      expect(await move('*nowhere*', '*to*', work)).toMatchObject({ error: { code: 'route_unknown' } });
      expect(await move('*to*', '*nowhere*', work)).toMatchObject({ error: { code: 'route_unknown' } });
      expect(await move('', '*to*', work)).toMatchObject({ error: { code: 'invalid_input' } });
      expect(await routes()).toEqual([
        ['*from*', null],
        ['*to*', null, 'vendor-model'],
      ]);
      // Where it stands already it is not named twice.
      await save('*from*', [renamed, work]);
      value(await move('*from*', '*to*', work));
      expect(await routes()).toEqual([
        ['*from*', 'vendor-model'],
        ['*to*', null, 'vendor-model'],
      ]);
      value(await client().command('routes.remove', { pattern: '*from*' }));
      value(await client().command('routes.remove', { pattern: '*to*' }));
    });
  });

  describe('client keys for some accounts', () => {
    it('are made, listed, shown, replaced and removed', async () => {
      const made = value(await client().command('keys.create', { name: 'Project', accounts: [WORK] })).key;
      expect(made).toMatch(/^[A-Za-z0-9_-]{32,}$/);
      expect(value(await client().query('keys.list')).keys).toMatchObject([
        { name: 'Project', accounts: [{ name: WORK }] },
      ]);
      const named = { which: 'client', name: 'project' } as const;
      expect(value(await client().query('keys.show', named)).key).toBe(made);
      const { variables } = value(await client().query('env.get', { name: 'Project' }));
      expect(variables.at(-1)).toEqual({ name: 'ANTHROPIC_AUTH_TOKEN', value: made });
      const { entries } = value(await client().query('routes.explain', { model: MODEL, key: 'Project' }));
      expect(entries).toMatchObject([
        { accountName: WORK, verdict: 'chosen' },
        { verdict: 'passed-over', reason: { kind: 'not-for-this-key', keyName: 'Project' } },
      ]);
      expect(value(await client().command('keys.create', { name: 'Project', accounts: [WORK] })).key).toBe(
        made,
      );
      expect(value(await client().command('keys.rotate', named)).key).not.toBe(made);
      value(await client().command('keys.remove', { name: 'Project' }));
      expect(value(await client().query('keys.list')).keys).toEqual([]);
    });

    it('are refused where nobody has such a name', async () => {
      const unknown = { error: { code: 'key_unknown' } };
      const named = { which: 'client', name: 'nobody' } as const;
      expect(await client().query('keys.show', named)).toMatchObject(unknown);
      expect(await client().command('keys.rotate', named)).toMatchObject(unknown);
      expect(await client().command('keys.remove', { name: 'nobody' })).toMatchObject(unknown);
      expect(await client().query('env.get', { name: 'nobody' })).toMatchObject(unknown);
      expect(await client().query('routes.explain', { key: 'nobody' })).toMatchObject(unknown);
      expect(await client().query('keys.show', { which: 'admin', name: 'nobody' })).toMatchObject({
        error: { code: 'invalid_input' },
      });
      expect(await client().command('keys.create', { name: 'x', accounts: ['nobody'] })).toMatchObject({
        error: { code: 'account_unknown' },
      });
    });
  });

  describe('a try of the whole way', () => {
    const test = async (model: string) => value(await client().command('gateway.test', { model }));

    it('says who answered what, and can be found afterwards; or why nobody did', async () => {
      const baseUrl = rota().simulator.url;
      const key = SIMULATED_KEY;
      value(await client().command('accounts.addKey', { name: 'Tried', provider: 'Tried', baseUrl, key }));
      const candidates = [{ provider: 'Tried', accountEmail: null, model: null }];
      value(await client().command('routes.save', { pattern: '*', strategy: null, candidates }));

      const tried = await test(MODEL);
      expect(tried).toMatchObject({ ok: true, status: 200, accountName: 'Tried', message: null });
      expect(tried.text).toMatch(/\w/);
      const { request } = value(await client().query('requests.find', { id: tried.requestId! }));
      expect(request).toMatchObject({ id: tried.requestId, path: '/v1/messages', outcome: 'succeeded' });
      expect(value(await client().query('requests.find', { id: 'nothing' })).request).toBeNull();

      value(await client().command('gateway.pause'));
      const refused = await test(MODEL);
      expect(refused).toMatchObject({ ok: false, status: 503, accountName: null, text: null });
      expect(refused.message).toContain('paused');
      value(await client().command('gateway.resume'));

      value(await client().command('routes.remove', { pattern: '*' }));
      value(await client().command('accounts.remove', { accounts: ['Tried'] }));
    });
  });
}
