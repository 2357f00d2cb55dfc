import { describe, expect, it } from 'vitest';
import { checkDocument } from '../../../src-main/core/settings/check-document.ts';
import { changeGeneral, resetGeneral } from '../../../src-main/core/settings/general-edits.ts';
import type { SettingsDocument } from '../../../src-main/core/settings/settings-document.ts';

const MiB = 1_048_576;

function settingsOf(document: SettingsDocument) {
  const checked = checkDocument(document);
  if (!checked.ok) expect.unreachable(checked.errors[0]?.says.id);
  return checked.settings;
}

const EVERYTHING = {
  port: 9_191,
  logLevel: 'debug',
  strategy: 'least_used',
  sessionAffinity: false,
  maxAmbiguousAttempts: 4,
  autoRefresh: false,
  usagePolling: false,
  tokenProxy: 'http://127.0.0.1:3128',
  otlpUrl: 'http://127.0.0.1:4318/v1/metrics',
  notifications: {
    signInNeeded: false,
    allResting: false,
    switched: false,
    windowFilling: false,
    tokenEnding: false,
  },
  history: { keepRequestsDays: 7, keepDaysDays: 90, maxBytes: 64 * MiB },
} as const;

describe('a change of general settings', () => {
  it('reaches every one of them', () => {
    const settings = settingsOf(changeGeneral({}, EVERYTHING));
    expect(settings).toMatchObject({
      server: { port: 9_191 },
      logLevel: 'debug',
      strategy: 'least_used',
      sessionAffinity: false,
      failover: { maxAmbiguousAttempts: 4 },
      oauth: { enableAutoRefresh: false, usagePolling: false, proxy: 'http://127.0.0.1:3128' },
      otlpUrl: 'http://127.0.0.1:4318/v1/metrics',
      notifications: EVERYTHING.notifications,
      history: EVERYTHING.history,
    });
  });

  it('leaves what is not named, and keys that Rota does not know', () => {
    const before = {
      server: { host: 'localhost', note: 1 },
      settings: { strategy: 'round_robin', mine: true, oauth: { service_name: 'work' } },
    } as const satisfies SettingsDocument & { server: { note: number }; settings: { mine: boolean } };
    expect(changeGeneral(before, {})).toEqual(before);
    expect(changeGeneral(before, { notifications: {}, history: {} })).toEqual(before);
    expect(changeGeneral(before, { usagePolling: false, notifications: { switched: false } })).toEqual({
      server: { host: 'localhost', note: 1 },
      settings: {
        strategy: 'round_robin',
        mine: true,
        oauth: { service_name: 'work', usage_polling: false },
        notifications: { switched: false },
      },
    });
  });

  it('takes a proxy and an address away with null', () => {
    const before = changeGeneral({}, { tokenProxy: 'http://127.0.0.1:1', otlpUrl: 'http://127.0.0.1:2' });
    expect(changeGeneral(before, { tokenProxy: null, otlpUrl: null })).toEqual({ settings: { oauth: {} } });
  });
});

describe('the reset of general settings', () => {
  it('undoes every change of them', () => {
    expect(settingsOf(resetGeneral(changeGeneral({}, EVERYTHING)))).toEqual(settingsOf({}));
    expect(resetGeneral({})).toEqual({});
  });

  it('keeps accounts, routes, the decision on the terms, the place of secrets and who may reach the gateway', () => {
    const kept: SettingsDocument = {
      server: { host: '0.0.0.0', allowed_hosts: ['rota.example:9090'] },
      providers: [{ name: 'A', base_url: 'https://x.example', auth_value: 'vault' }],
      model_routes: { '*': [{ provider: 'A' }] },
      settings: {
        terms_accepted: '2026-11-22',
        oauth: { service_name: 'work', enable_persistence: false },
      },
    };
    expect(resetGeneral(changeGeneral(kept, EVERYTHING))).toEqual(kept);
  });
});
