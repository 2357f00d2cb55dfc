import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src-main/core/lib/secret.ts';
import { NOBODY, oauthEntry } from '../../support/oauth-fixtures.ts';
import { messages, ok, refused } from './attempt-samples.ts';
import { keyEntry, names, RegistryRig } from './registry-rig.ts';

describe('signing in', () => {
  it('finds an entry without email waiting for whoever comes', () => {
    const rig = new RegistryRig([oauthEntry()]);
    expect(rig.registry.list()[0]!.health.needsLogin?.cause).toBe('not-signed-in');
    rig.signIn('main@example.com');
    expect(rig.registry.list()).toMatchObject([
      { name: 'main@example.com', email: 'main@example.com', health: { needsLogin: null } },
    ]);
  });

  it('lets one entry adopt several identities in the order of sign-in', () => {
    const rig = new RegistryRig([keyEntry('first'), oauthEntry(), keyEntry('last')]);
    rig.signIn('z@example.com', 1_000);
    rig.signIn('a@example.com', 2_000);
    expect(names(rig)).toEqual(['first', 'z@example.com', 'a@example.com', 'last']);
  });

  it('gives an identity to the entry with its email before any other, without regard to case', () => {
    const rig = new RegistryRig([oauthEntry(), oauthEntry({ accountEmail: 'Own@Example.com' })]);
    rig.signIn('own@example.com');
    rig.signIn('other@example.com');
    expect(names(rig)).toEqual(['other@example.com', 'Own@Example.com']);
    expect(rig.registry.list().every(({ health }) => health.needsLogin === null)).toBe(true);
  });

  it('lets only the first entry without email adopt', () => {
    const rig = new RegistryRig([oauthEntry({ name: 'One' }), oauthEntry({ name: 'Two' })]);
    rig.signIn('a@example.com', 1);
    rig.signIn('b@example.com', 2);
    expect(rig.registry.list().map(({ entry, email }) => [entry.name, email])).toEqual([
      ['One', 'a@example.com'],
      ['One', 'b@example.com'],
      ['Two', null],
    ]);
  });

  it('has no place for an identity that no entry would take', () => {
    const rig = new RegistryRig([oauthEntry({ accountEmail: 'own@example.com' }), keyEntry('key')]);
    const { registry } = rig;
    expect(registry.accountIdForSignIn('anthropic', { ...NOBODY, email: 'else@example.com' })).toBeNull();
    expect(registry.accountIdForSignIn('another', { ...NOBODY, email: 'own@example.com' })).toBeNull();
  });

  it('renews the same account when the same identity signs in again', () => {
    const rig = new RegistryRig([oauthEntry()]);
    const id = rig.signIn('main@example.com', 1_000);
    rig.registry.markNeedsLogin(id, 'refresh-token-invalid');
    expect(rig.signIn('MAIN@example.com', 2_000)).toBe(id);
    expect(rig.registry.list()).toHaveLength(1);
    expect(rig.registry.get(id)!.health.needsLogin).toBeNull();
  });

  it('tells two accounts of one labelled entry apart', () => {
    const rig = new RegistryRig([oauthEntry({ label: 'Work' })]);
    rig.signIn('a@example.com', 1);
    expect(names(rig)).toEqual(['Work']);
    rig.signIn('b@example.com', 2);
    expect(names(rig)).toEqual(['Work (a@example.com)', 'Work (b@example.com)']);
  });

  it('keeps the account when its entry gets the email written in', () => {
    const rig = new RegistryRig([oauthEntry()]);
    const id = rig.signIn('main@example.com');
    rig.change({ providers: [oauthEntry({ accountEmail: 'main@example.com' })] });
    expect(rig.registry.list().map((account) => account.id)).toEqual([id]);
  });

  it('moves an adopted identity to the entry that is written for it, with its id', () => {
    const rig = new RegistryRig([oauthEntry()]);
    const id = rig.signIn('main@example.com');
    rig.change({ providers: [oauthEntry(), oauthEntry({ name: 'Own', accountEmail: 'main@example.com' })] });
    expect(rig.registry.list().map((account) => [account.entry.name, account.email])).toEqual([
      ['Claude Code Official', null],
      ['Own', 'main@example.com'],
    ]);
    expect(rig.registry.list()[1]!.id).toBe(id);
  });

  it('never shows two accounts under one id', () => {
    const rig = new RegistryRig([oauthEntry(), oauthEntry({ accountEmail: 'asked@example.com' })]);
    const asked = rig.registry.list()[1]!.id;
    // Filed under the id of the account asked for, before the identity was known.
    rig.vault.put(asked, { ...tokenSetOf('real@example.com'), signedInAt: 5 });
    rig.registry.secretsChanged();
    const ids = rig.registry.list().map((account) => account.id);
    expect(new Set(ids).size).toBe(2);
    expect(rig.registry.get(asked)!.email).toBe('real@example.com');
  });

  it('renews the account where it is, also when its entry has another name by now', () => {
    const rig = new RegistryRig([oauthEntry()]);
    const id = rig.signIn('main@example.com', 1);
    rig.change({ providers: [oauthEntry({ name: 'Own', accountEmail: 'main@example.com' })] });
    expect(rig.signIn('main@example.com', 2)).toBe(id);
  });

  it('forgives what the old sign-in was refused for, also when there was a sign-out in between', () => {
    const rig = new RegistryRig([oauthEntry({ accountEmail: 'main@example.com' })]);
    const id = rig.signIn('main@example.com', 1);
    rig.registry.report(id, refused, { ...messages, freshToken: true });
    expect(rig.registry.get(id)!.health.cooldowns).toHaveLength(1);
    void rig.vault.remove(id);
    rig.registry.secretsChanged();
    rig.signIn('main@example.com', 2);
    expect(rig.registry.get(id)!.health).toMatchObject({ needsLogin: null, cooldowns: [], tokenRefusals: 0 });
  });

  it('waits for a new sign-in after a sign-out, under the same id', () => {
    const rig = new RegistryRig([oauthEntry({ accountEmail: 'main@example.com' })]);
    const id = rig.signIn('main@example.com');
    void rig.vault.remove(id);
    rig.registry.secretsChanged();
    expect(rig.registry.get(id)!.health.needsLogin?.cause).toBe('not-signed-in');
    expect(rig.signIn('main@example.com')).toBe(id);
  });
});

function tokenSetOf(email: string) {
  return {
    kind: 'token-set',
    oauthProvider: 'anthropic',
    accessToken: 'a',
    refreshToken: 'r',
    expiresAt: null,
    refreshTokenExpiresAt: null,
    scopes: [],
    identity: { ...NOBODY, email },
    signedInAt: 0,
    rotatedAt: 0,
  } as const;
}

describe('ids', () => {
  it('are 12 characters of a-z and 0-9, derived from provider and email', () => {
    const one = new RegistryRig([keyEntry('A'), keyEntry('B')]).registry.list();
    const two = new RegistryRig([keyEntry('B'), keyEntry('A')]).registry.list();
    expect(one[0]!.id).toMatch(/^[a-z0-9]{12}$/);
    expect(one[0]!.id).toBe(two[1]!.id);
    expect(one[0]!.id).not.toBe(one[1]!.id);
  });

  it('survive a restart, a label and a new key', async () => {
    const rig = new RegistryRig([keyEntry('A')]);
    const { id } = rig.registry.list()[0]!;
    rig.change({
      providers: [keyEntry('A', { label: 'Mine', auth: { kind: 'literal', secret: new Secret('sk-new') } })],
    });
    await rig.restart();
    expect(rig.registry.list()).toMatchObject([{ id, name: 'Mine' }]);
  });

  it('survive a new provider name, also when the file was changed while nothing ran', async () => {
    const rig = new RegistryRig([keyEntry('A'), keyEntry('Z', { baseUrl: 'https://z.example' })]);
    const [a, z] = rig.registry.list().map((account) => account.id);
    rig.change({ providers: [keyEntry('Renamed'), keyEntry('Z', { baseUrl: 'https://z.example' })] });
    expect(rig.registry.list().map((account) => account.id)).toEqual([a, z]);
    await rig.registry.close();
    rig.change({ providers: [keyEntry('Renamed'), keyEntry('Y', { baseUrl: 'https://z.example' })] });
    await rig.restart();
    expect(rig.registry.list().map((account) => account.id)).toEqual([a, z]);
  });

  it('are not passed on where it is not clear who was renamed', () => {
    const rig = new RegistryRig([keyEntry('A'), keyEntry('B')]);
    const before = rig.registry.list().map((account) => account.id);
    rig.change({ providers: [keyEntry('C'), keyEntry('D')] });
    expect(rig.registry.list().some((account) => before.includes(account.id))).toBe(false);
  });

  it('are not passed on when two vanish and one appears', () => {
    const rig = new RegistryRig([keyEntry('A'), keyEntry('B')]);
    const before = rig.registry.list().map((account) => account.id);
    rig.change({ providers: [keyEntry('C')] });
    expect(before).not.toContain(rig.registry.list()[0]!.id);
  });

  it('are not passed on from an entry that was removed before to one that is added later', () => {
    const rig = new RegistryRig([keyEntry('A')]);
    const { id } = rig.registry.list()[0]!;
    rig.change({ providers: [] });
    rig.change({ providers: [keyEntry('B')] });
    expect(rig.registry.list()[0]!.id).not.toBe(id);
  });

  it('come back with their counts when an entry does', () => {
    const rig = new RegistryRig([keyEntry('A'), keyEntry('B')]);
    const { id } = rig.registry.list()[1]!;
    rig.registry.report(id, ok, messages);
    rig.change({ providers: [keyEntry('A')] });
    expect(rig.registry.get(id)).toBeNull();
    rig.change({ providers: [keyEntry('A'), keyEntry('B')] });
    expect(rig.registry.snapshot(rig.clock.now())[1]).toMatchObject({ id, requestsTotal: 1 });
  });

  it('are forgotten by name, but not while the settings name them', () => {
    const rig = new RegistryRig([keyEntry('A'), keyEntry('B')]);
    const { id } = rig.registry.list()[1]!;
    rig.registry.report(id, ok, messages);
    rig.registry.forget(id);
    expect(rig.registry.counts(id)?.requestsTotal).toBe(1);
    rig.change({ providers: [keyEntry('A')] });
    rig.registry.forget(id);
    expect(rig.registry.counts(id)).toBeNull();
  });

  it('are told before the entry exists', () => {
    const rig = new RegistryRig([keyEntry('A')]);
    const id = rig.registry.idForEntry('New', null);
    rig.change({ providers: [keyEntry('A'), keyEntry('New')] });
    expect(rig.registry.list()[1]!.id).toBe(id);
    expect(rig.registry.idForEntry('New', null)).toBe(id);
  });
});
