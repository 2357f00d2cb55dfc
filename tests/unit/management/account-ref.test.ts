import { describe, expect, it } from 'vitest';
import { findAccount, type NamedAccount } from '../../../src-main/core/management/account-ref.ts';
import { createCallContext } from '../../../src-main/core/management/call-context.ts';
import { resolveIds } from '../../../src-main/core/management/resolve-accounts.ts';
import { account } from './fixtures.ts';

const named = (id: string, name: string, provider: string, ...emails: string[]): NamedAccount => ({
  id,
  name,
  provider,
  emails,
});

const work = named('aaaaaaaaaaaa', 'Work', 'Claude', 'work@studio.dev');
const home = named('bbbbbbbbbbbb', 'Home', 'Claude', 'me@home.dev');
const key = named('cccccccccccc', 'Claude', 'Vendor', 'me@home.dev');
const all = [work, home, key];

describe('an account', () => {
  it.each([
    ['by its id', 'bbbbbbbbbbbb', home],
    ['by its email, however it is written', ' Work@Studio.DEV ', work],
    ['by its name', 'home', home],
    ['by its name before a provider of that name', 'claude', key],
    ['by its provider', 'vendor', key],
  ])('is found %s', (_how, ref, expected) => {
    expect(findAccount(all, ref)).toEqual({ kind: 'one', account: expected });
  });

  it('is not guessed where two share an email', () => {
    expect(findAccount(all, 'me@home.dev')).toEqual({ kind: 'several', accounts: [home, key] });
  });

  it('is not found by a part of its name', () => {
    expect(findAccount(all, 'wor')).toEqual({ kind: 'none' });
    expect(findAccount(all, '')).toEqual({ kind: 'none' });
  });
});

describe('several accounts', () => {
  const context = createCallContext('en');
  const accounts = [
    account({ id: 'aaaaaaaaaaaa', name: 'A', accountEmail: 'same@mail.dev' }),
    account({ id: 'bbbbbbbbbbbb', name: 'B', accountEmail: 'same@mail.dev' }),
  ];

  it('keep the order in which they were named', () => {
    expect(resolveIds(accounts, ['B', 'A'], context)).toEqual({
      ok: true,
      value: ['bbbbbbbbbbbb', 'aaaaaaaaaaaa'],
    });
  });

  it('are refused as a whole when one is unknown, ambiguous or meant twice', () => {
    expect(resolveIds(accounts, ['A', 'C'], context)).toMatchObject({
      error: { code: 'account_unknown', message: 'There is no account “C”.' },
    });
    expect(resolveIds(accounts, ['same@mail.dev'], context)).toMatchObject({
      error: { code: 'account_ambiguous', message: expect.stringContaining('aaaaaaaaaaaa, bbbbbbbbbbbb') },
    });
    expect(resolveIds(accounts, ['A', 'aaaaaaaaaaaa'], context)).toMatchObject({
      error: { code: 'invalid_input', message: '“aaaaaaaaaaaa” is named twice.' },
    });
  });
});
