import { describe, expect, it } from 'vitest';
import { withoutCredentials } from '../../../src-main/core/lib/public-address.ts';
import { publicSettings } from '../../../src-main/core/management/public-settings.ts';
import { contract } from '../../../src-shared/contract/contract.ts';
import { settingsFromYaml } from '../../support/given-settings.ts';

const YAML = `
providers:
  - name: Vendor
    type: anthropic_compatible
    base_url: https://vendor.example
    auth_type: api_key
    auth_value: SECRET-literal
    proxy: http://user:SECRET-proxy@127.0.0.1:3128
    custom_headers: { x-tenant: SECRET-header }
  - { name: Env, type: anthropic, base_url: https://api.anthropic.com, auth_type: api_key, auth_value: env:MY_KEY }
oauth_providers:
  - name: anthropic
    client_id: client
    auth_url: https://claude.ai/oauth/authorize
    token_url: https://platform.claude.com/v1/oauth/token
    redirect_uri: https://platform.claude.com/oauth/code/callback
    scopes: [a]
    custom_headers: { x-token: SECRET-oauth-header }
settings:
  oauth: { proxy: "socks5://user:SECRET-oauth-proxy@127.0.0.1:1080" }
`;

describe('the settings that are shown', () => {
  it('hold no secret of any kind', async () => {
    const shown = publicSettings((await settingsFromYaml(YAML)).current());
    expect(JSON.stringify(shown)).not.toContain('SECRET');
    expect(shown.providers[0]).toMatchObject({
      authSource: 'literal',
      proxy: 'http://127.0.0.1:3128',
      customHeaderNames: ['x-tenant'],
    });
    expect(shown.oauth.proxy).toBe('socks5://127.0.0.1:1080');
  });

  it('are what the contract says, without a field too many', async () => {
    const settings = publicSettings((await settingsFromYaml(YAML)).current());
    const parsed = contract['settings.get'].output.parse({ readOnlyFile: null, settings });
    expect(parsed.settings).toEqual(settings);
  });
});

describe('an address', () => {
  it.each([
    ['https://user:pass@host.example/base', 'https://host.example/base'],
    ['https://token@host.example', 'https://host.example'],
    ['https://host.example/base', 'https://host.example/base'],
    ['not an address', 'not an address'],
  ])('%s is shown as %s', (address, shown) => {
    expect(withoutCredentials(address)).toBe(shown);
  });
});
