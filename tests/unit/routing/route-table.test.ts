import { describe, expect, it } from 'vitest';
import type { Account } from '../../../src-main/core/accounts/account.ts';
import { compileRouteTable } from '../../../src-main/core/routing/route-table.ts';
import type { ModelRouteSettings } from '../../../src-main/core/settings/settings.ts';
import { oauthEntry } from '../../support/oauth-fixtures.ts';
import { Fleet, HOUR, member, now, resting } from './fleet.ts';

type Lead = ModelRouteSettings['candidates'][number];
const lead = (provider: string, fields: Partial<Lead> = {}): Lead => ({
  provider,
  accountEmail: null,
  model: null,
  priority: 1,
  ...fields,
});
const route = (pattern: string, ...candidates: Lead[]): ModelRouteSettings => ({
  pattern,
  strategy: null,
  candidates,
});
const of = (provider: string, id: string, accountEmail: string | null = null): Account =>
  member(id, { entry: oauthEntry({ name: provider, accountEmail }), email: accountEmail });

describe('which route serves a model', () => {
  const table = compileRouteTable(
    ['*', '*opus*', 'claude-*', '*OPUS-5*', 'claude-opus-5-5', 'claude-haiku-?'].map((pattern) =>
      route(pattern),
    ),
  );

  it.each([
    ['claude-opus-5-5', 'claude-opus-5-5'],
    ['Claude-Opus-5-5', 'claude-opus-5-5'],
    ['my-opus-5-6', '*OPUS-5*'],
    ['my-opus-4', '*opus*'],
    ['claude-haiku-5', 'claude-haiku-?'],
    ['claude-haiku-5-5', 'claude-*'],
    ['gpt', '*'],
  ])('%s takes %s', (model, pattern) => {
    expect(table.wayOf(model).route.pattern).toBe(pattern);
  });

  it('takes the first of the file where two overlap and neither is more specific', () => {
    expect(compileRouteTable([route('*-a-*'), route('x-*')]).wayOf('x-a-b').route.pattern).toBe('*-a-*');
    expect(compileRouteTable([route('x-*'), route('*-a-*')]).wayOf('x-a-b').route.pattern).toBe('x-*');
  });

  it('takes none for a request without a model, not even the star', () => {
    expect(table.wayOf(null).route.pattern).toBeNull();
  });
});

describe('which accounts a route leads to', () => {
  const ids = (accounts: readonly Account[], ...candidates: Lead[]) =>
    compileRouteTable([route('*', ...candidates)])
      .wayOf('m')
      .route.pool(accounts)
      .candidates.map(({ account }) => account.id);

  const accounts = [
    of('P', 'p1', 'one@x'),
    of('P', 'p2', 'two@x'),
    of('P', 'p3'),
    of('Q', 'q1', 'one@x'),
    of('Q', 'q2', 'two@x'),
  ];

  it('finds provider and email exactly, the email without regard to case', () => {
    expect(ids(accounts, lead('P', { accountEmail: 'Two@X' }))).toEqual(['p2']);
    expect(ids(accounts, lead('Q', { accountEmail: 'nobody@x' }))).toEqual([]);
  });

  it('prefers the entry without email for a candidate without email', () => {
    expect(ids(accounts, lead('P'))).toEqual(['p3']);
  });

  it('else takes the first of that name', () => {
    expect(ids(accounts, lead('Q'))).toEqual(['q1']);
  });

  it('takes all accounts that an entry without email has adopted, and one of them by its email', () => {
    const entry = oauthEntry({ name: 'P' });
    const adopted = ['a', 'b'].map((id) => member(id, { entry, email: `${id}@x` }));
    expect(ids(adopted, lead('P'))).toEqual(['a', 'b']);
    expect(ids(adopted, lead('P', { accountEmail: 'b@x' }))).toEqual(['b']);
  });

  it('orders by priority, then by the file', () => {
    const leads = [
      lead('Q', { priority: 2 }),
      lead('P', { priority: 1 }),
      lead('P', { accountEmail: 'one@x', priority: 1 }),
    ];
    expect(ids(accounts, ...leads)).toEqual(['p3', 'p1', 'q1']);
  });

  it('holds each account once, with the place and the model name that come first', () => {
    const leads = [lead('P', { model: 'first' }), lead('Q'), lead('P', { model: 'second' })];
    const { candidates } = compileRouteTable([route('*', ...leads)])
      .wayOf('m')
      .route.pool(accounts);
    expect(candidates.map(({ account, model, place }) => [account.id, model, place])).toEqual([
      ['p3', 'first', 1],
      ['q1', null, 2],
    ]);
  });

  it('leads nowhere where no such provider is', () => {
    expect(ids(accounts, lead('Nobody'))).toEqual([]);
  });

  it('is resolved once per list of accounts', () => {
    const { wayOf } = compileRouteTable([route('*', lead('P'))]);
    const pool = wayOf('m').route.pool(accounts);
    expect(wayOf('m').route.pool(accounts)).toBe(pool);
    expect(wayOf('m').route.pool([...accounts])).not.toBe(pool);
  });
});

describe('a route that renames the model', () => {
  it('says which name to send, and looks at the limits of that name', () => {
    const renamed = lead('Claude Code Official', { accountEmail: 'a@example.com', model: 'vendor-haiku' });
    const kept = lead('Claude Code Official', { accountEmail: 'b@example.com' });
    const modelRoutes = [route('*opus*', renamed, kept)];
    const fleet = new Fleet([resting('a', now + HOUR, 'opus'), member('b')], { modelRoutes });
    expect(fleet.begin().route).toBe('*opus*');
    expect(fleet.begin().next(now)).toMatchObject({ account: { id: 'a' }, model: 'vendor-haiku' });
    fleet.put(resting('a', now + HOUR, 'haiku'));
    expect(fleet.order()).toEqual(['b']);
    expect(fleet.begin().passedOver(now)).toMatchObject([{ accountId: 'a', model: 'vendor-haiku' }]);
  });

  it('follows settings that change', () => {
    const fleet = new Fleet([member('a'), member('b')]);
    expect(fleet.order()).toEqual(['a', 'b']);
    const only = lead('Claude Code Official', { accountEmail: 'b@example.com' });
    fleet.settings = { ...fleet.settings, modelRoutes: [route('*', only)] };
    expect(fleet.order()).toEqual(['b']);
  });
});
