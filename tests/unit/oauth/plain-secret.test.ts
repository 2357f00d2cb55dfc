import { describe, expect, test } from 'vitest';
import { Secret } from '../../../src-main/core/lib/secret.ts';
import { CredentialRig } from '../../support/credential-rig.ts';
import { oauthEntry } from '../../support/oauth-fixtures.ts';

describe('a plain secret', () => {
  const cases = [
    ['an API key', 'sk-ant-api03-K', 'api_key', { scheme: 'x-api-key', subscription: false }],
    ['a bearer token', 'vendor-token', 'auth_token', { scheme: 'bearer', subscription: false }],
    ['a setup token', 'sk-ant-oat01-S', 'auth_token', { scheme: 'bearer', subscription: true }],
    [
      'a setup token in the wrong place',
      'sk-ant-oat01-S',
      'api_key',
      { scheme: 'bearer', subscription: true },
    ],
  ] as const;

  test.each(cases)('of a settings file goes into its header: %s', (_name, secret, authType, expected) => {
    const rig = new CredentialRig();
    const { id } = rig.add({
      entry: oauthEntry({ authType, auth: { kind: 'literal', secret: new Secret(secret) } }),
    });
    expect(rig.source.ready(id)).toMatchObject(expected);
    expect(rig.readyToken(id)).toBe(secret);
  });

  test('of the vault is there as soon as it was entered', async () => {
    const rig = new CredentialRig();
    const { id } = rig.add({ entry: oauthEntry({ auth: { kind: 'vault' } }) });
    expect(await rig.getToken(id)).toBe('secret-missing');
    rig.vault.put(id, { kind: 'account-secret', value: 'key-1', addedAt: 0 });
    expect(rig.readyToken(id)).toBe('key-1');
  });

  test('of the environment is read at every use, without the line end that a file left in it', async () => {
    const rig = new CredentialRig();
    const { id } = rig.add({ entry: oauthEntry({ auth: { kind: 'env', name: 'KEY' } }) });
    expect(await rig.getToken(id)).toBe('secret-missing');
    rig.environment.set('KEY', 'key-1\n');
    expect(rig.readyToken(id)).toBe('key-1');
    rig.environment.set('KEY', 'key-2');
    expect(rig.readyToken(id)).toBe('key-2');
  });

  test('that was refused needs another one, unless it was replaced meanwhile', async () => {
    const rig = new CredentialRig();
    const { id } = rig.add({ entry: oauthEntry({ auth: { kind: 'vault' } }) });
    rig.vault.put(id, { kind: 'account-secret', value: 'key-1', addedAt: 0 });
    const refused = rig.source.ready(id)!.version;
    rig.vault.put(id, { kind: 'account-secret', value: 'key-2', addedAt: 0 });

    const replaced = await rig.source.renew(id, refused);
    expect(replaced.ok && replaced.value.value.reveal()).toBe('key-2');
    expect(rig.needsLogin).toEqual([]);

    const again = await rig.source.renew(id, rig.source.ready(id)!.version);
    expect(again.ok || again.error.code).toBe('needs-login');
    expect(rig.needsLogin).toEqual([{ accountId: id, cause: 'key-refused' }]);
    expect(rig.sent).toEqual([]);
  });
});
