import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src-main/core/lib/secret.ts';
import { createCallContext } from '../../../src-main/core/management/call-context.ts';
import { decideKeyAccount, type KeyAccountWish } from '../../../src-main/core/management/new-key-account.ts';
import { settingsFromYaml } from '../../support/given-settings.ts';

const settings = (
  await settingsFromYaml(`
providers:
  - { name: Vendor, type: anthropic_compatible, base_url: https://vendor.example/api, auth_type: api_key, auth_value: x1 }
`)
).current();

function decide(wish: Partial<KeyAccountWish>) {
  const { key = new Secret('sk-ant-api03-x'), name = 'Mine', ...rest } = wish;
  return decideKeyAccount({ name, key, ...rest }, settings, createCallContext('en'));
}

describe('a new account with a key', () => {
  it('goes to the vendor where nothing else is said', () => {
    expect(decide({})).toMatchObject({
      ok: true,
      value: {
        name: 'Mine',
        provider: 'Mine',
        type: 'anthropic',
        baseUrl: 'https://api.anthropic.com',
        authType: 'api_key',
      },
    });
  });

  it('takes address and type from a provider that is there', () => {
    expect(decide({ provider: 'Vendor' })).toMatchObject({
      value: { provider: 'Vendor', type: 'compatible', baseUrl: 'https://vendor.example/api' },
    });
  });

  it('goes where it is sent, whatever its provider', () => {
    expect(decide({ provider: 'Vendor', baseUrl: 'https://other.example///' })).toMatchObject({
      value: { type: 'compatible', baseUrl: 'https://other.example' },
    });
  });

  it('is compatible where it does not go to the vendor', () => {
    expect(decide({ baseUrl: 'https://other.example' })).toMatchObject({ value: { type: 'compatible' } });
  });

  it('is sent as a bearer token when it is a setup token', () => {
    const key = new Secret('sk-ant-oat01-x');
    expect(decide({ key })).toMatchObject({ value: { authType: 'auth_token' } });
    expect(decide({ key, authType: 'api_key' })).toMatchObject({ error: { code: 'invalid_input' } });
  });
});
