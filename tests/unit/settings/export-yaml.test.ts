import { describe, expect, it } from 'vitest';
import { exportYaml } from '../../../src-main/core/settings/export-yaml.ts';
import { accepted, vector, yaml } from './read-for-test.ts';

const WITH_SECRETS = `
providers:
  - { name: Key, base_url: https://k.example, auth_value: sk-canary-1, proxy: "http://me:canary-2@127.0.0.1:3128" }
  - { name: Env, base_url: https://e.example, auth_value: env:NAME, hours: "22:00-06:00", custom_headers: { x-a: canary-3 } }
  - { name: Sub, base_url: https://s.example, auth_value: oauth, account_email: a@x.example }
model_routes:
  "*opus*": { strategy: least_used, candidates: [{ provider: Sub, account_email: a@x.example }] }
settings:
  strategy: round_robin
  oauth: { proxy: "http://me:canary-4@127.0.0.1:3128", usage_polling: false }
  history: { max_mb: 64.5 }
`;

describe('the export of the settings', () => {
  it('holds no secret and says what it left out', async () => {
    const text = exportYaml(accepted(await yaml(WITH_SECRETS)).settings);
    expect(text).not.toMatch(/canary/);
    expect(text).toContain('# Left out, for it may hold a secret: custom_headers of Env.');
    expect(text).toContain('user name and password of the proxy of Key.');
    expect(text).toContain('user name and password of the proxy of settings.oauth.');
  });

  it('reads in as the same settings but for the secrets', async () => {
    const { settings } = accepted(await yaml(WITH_SECRETS));
    const again = accepted(await yaml(exportYaml(settings)));
    expect(again.warnings).toEqual([]);
    expect(again.settings).toEqual({
      ...settings,
      providers: [
        { ...settings.providers[0]!, auth: { kind: 'vault' }, proxy: 'http://127.0.0.1:3128' },
        { ...settings.providers[1]!, customHeaders: {} },
        settings.providers[2]!,
      ],
      oauth: { ...settings.oauth, proxy: 'http://127.0.0.1:3128' },
    });
  });

  it('names no value that is the default', async () => {
    const { settings } = await vector('interface-example.yaml');
    expect(exportYaml(settings)).not.toMatch(/history|notifications|failover|server|oauth_providers/);
  });
});
