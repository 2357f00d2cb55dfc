import { describe, expect, it } from 'vitest';
import { createAccountSecrets } from '../../../src-main/core/accounts/account-secrets.ts';
import { Secret } from '../../../src-main/core/lib/secret.ts';
import { MemoryVault } from '../../support/memory-vault.ts';
import { tokenSet } from '../../support/oauth-fixtures.ts';

const now = Date.UTC(2026, 10, 22, 12);

function secretsOf(vault = new MemoryVault(), environment: Record<string, string> = {}) {
  return createAccountSecrets({ vault, environment: (name) => environment[name] });
}
const literal = (secret: string) =>
  ({ authType: 'api_key', auth: { kind: 'literal', secret: new Secret(secret) } }) as const;

describe('what may be known about a secret', () => {
  it('never holds the secret', () => {
    const vault = new MemoryVault();
    vault.put('a', tokenSet(now));
    const secrets = secretsOf(vault, { KEY: 'sk-in-the-environment' });
    const known = [
      secrets.signedIn(),
      secrets.secretInfo('a', {
        authType: 'auth_token',
        auth: { kind: 'oauth', oauthProvider: 'anthropic' },
      }),
      secrets.secretInfo('b', literal('sk-in-the-file')),
      secrets.secretInfo('c', { authType: 'api_key', auth: { kind: 'env', name: 'KEY' } }),
    ];
    expect(JSON.stringify(known)).not.toMatch(/access-1|refresh-1|sk-in/);
  });

  it('names another issue for another key and the same for the same', () => {
    const issue = (secret: string) => secretsOf().secretInfo('a', literal(secret))!.issue;
    expect(issue('one')).toBe(issue('one'));
    expect(issue('one')).not.toBe(issue('two'));
    expect(issue('one')).toMatch(/^[0-9a-f]{8}$/);
  });

  it('names another issue for another sign-in, and the same after a refresh', () => {
    const vault = new MemoryVault();
    const issue = () => secretsOf(vault).signedIn()[0]!.secret.issue;
    vault.put('a', tokenSet(now));
    const first = issue();
    vault.put('a', tokenSet(now, { accessToken: 'rotated', rotatedAt: now + 5 }));
    expect(issue()).toBe(first);
    vault.put('a', tokenSet(now + 1));
    expect(issue()).not.toBe(first);
  });

  it('lists sign-ins in the order in which they were made, and nothing else from the vault', () => {
    const vault = new MemoryVault();
    vault.put('a', tokenSet(now + 2));
    vault.put('b', tokenSet(now + 1));
    vault.put('c', tokenSet(now + 1));
    vault.put('d', { kind: 'account-secret', value: 'x', addedAt: now });
    vault.put('client', { kind: 'client-key', value: 'x', createdAt: now });
    expect(
      secretsOf(vault)
        .signedIn()
        .map((one) => one.accountId),
    ).toEqual(['b', 'c', 'a']);
  });

  it('knows that a setup token ends a year after it was added, and no end of any other key', () => {
    const vault = new MemoryVault();
    const inVault = { authType: 'auth_token', auth: { kind: 'vault' } } as const;
    vault.put('a', { kind: 'account-secret', value: 'sk-ant-oat01-setup', addedAt: now });
    vault.put('b', { kind: 'account-secret', value: 'sk-ant-api03-key', addedAt: now });
    const secrets = secretsOf(vault);
    expect(secrets.secretInfo('a', inVault)?.expiresAt).toBe(now + 365 * 24 * 3_600_000);
    expect(secrets.secretInfo('b', inVault)?.expiresAt).toBeNull();
    expect(secrets.secretInfo('c', literal('sk-ant-oat01-in-a-file'))?.expiresAt).toBeNull();
  });

  it('has nothing where there is no secret', () => {
    const secrets = secretsOf(new MemoryVault(), { EMPTY: '' });
    expect(secrets.secretInfo('a', { authType: 'api_key', auth: { kind: 'vault' } })).toBeNull();
    expect(secrets.secretInfo('a', { authType: 'api_key', auth: { kind: 'env', name: 'EMPTY' } })).toBeNull();
    expect(
      secrets.secretInfo('a', { authType: 'auth_token', auth: { kind: 'oauth', oauthProvider: 'x' } }),
    ).toBeNull();
  });
});
