import { describe, expect, it } from 'vitest';
import { checkDocument } from '../../../src-main/core/settings/check-document.ts';
import * as edits from '../../../src-main/core/settings/document-edits.ts';
import type { SettingsDocument } from '../../../src-main/core/settings/settings-document.ts';

const A = { name: 'A', accountEmail: 'main@example.com' };
const B = { name: 'B', accountEmail: null };
const C = { name: 'C', accountEmail: null };

function entry(name: string, rest: object = {}) {
  return { name, base_url: 'https://x.example', auth_value: 'vault', ...rest };
}

const DOCUMENT: SettingsDocument = {
  providers: [entry('A', { account_email: 'main@example.com', note: 'mine' }), entry('B'), entry('C')],
  model_routes: {
    '*opus*': [{ provider: 'A', account_email: 'main@example.com' }, { provider: 'B' }],
    '*haiku*': { strategy: 'round_robin', candidates: [{ provider: 'C' }] },
  },
};

function settingsOf(document: SettingsDocument) {
  const checked = checkDocument(document);
  if (!checked.ok) expect.unreachable(checked.errors[0]?.says.id);
  return checked.settings;
}

const order = (document: SettingsDocument) => settingsOf(document).providers.map((provider) => provider.name);

describe('an edit of the settings document', () => {
  it('leaves the document it was given as it was, and keys that Rota does not know in place', () => {
    const before = structuredClone(DOCUMENT);
    const after = edits.renameProvider(DOCUMENT, A, 'Work');
    expect(DOCUMENT).toEqual(before);
    expect(after.providers?.[0]).toMatchObject({ label: 'Work', note: 'mine' });
    expect(settingsOf(after).providers[0]?.label).toBe('Work');
    expect(edits.renameProvider(after, A, null)).toEqual(DOCUMENT);
  });

  it('adds a provider at the end of the order, also where the others have priorities', () => {
    const ordered = edits.setOrder(DOCUMENT, [C, A, B]);
    const added = edits.addProvider(ordered, {
      name: 'D',
      base_url: 'https://d.example',
      auth_value: 'env:D',
    });
    expect(order(added)).toEqual(['C', 'A', 'B', 'D']);
  });

  it('orders the named entries first and keeps the order of the others', () => {
    expect(order(edits.setOrder(DOCUMENT, [C, B, A]))).toEqual(['C', 'B', 'A']);
    expect(order(edits.setOrder(DOCUMENT, [C]))).toEqual(['C', 'A', 'B']);
    expect(order(edits.setOrder(edits.setOrder(DOCUMENT, [C, B, A]), [A]))).toEqual(['A', 'C', 'B']);
  });

  it('enables and disables one account, found by its email in any case', () => {
    const off = edits.setEnabled(DOCUMENT, { name: 'A', accountEmail: 'MAIN@example.com' }, false);
    expect(settingsOf(off).providers.map((provider) => provider.enabled)).toEqual([false, true, true]);
    expect(settingsOf(edits.setEnabled(off, A, true)).providers[0]?.enabled).toBe(true);
  });

  it('sets proxy, hours and cap of one account; null takes a key away, and what is not named stays', () => {
    const set = edits.configureProvider(DOCUMENT, B, { proxy: 'none', hours: '22:00-06:00' });
    expect(settingsOf(set).providers[1]).toMatchObject({
      proxy: 'none',
      hours: { fromMinute: 1_320, toMinute: 360 },
      maxConcurrentRequests: null,
    });
    const capped = edits.configureProvider(set, B, {
      proxy: undefined,
      hours: null,
      max_concurrent_requests: 3,
    });
    expect(capped.providers?.[1]).toEqual(entry('B', { proxy: 'none', max_concurrent_requests: 3 }));
    expect(edits.configureProvider(capped, B, { proxy: null, max_concurrent_requests: null })).toEqual(
      DOCUMENT,
    );
  });

  it('removes an account with the candidates and routes that only it made possible', () => {
    const withoutA = edits.removeProvider(DOCUMENT, A);
    expect(withoutA.model_routes?.['*opus*']).toEqual([{ provider: 'B' }]);
    expect(order(withoutA)).toEqual(['B', 'C']);
    const withoutC = edits.removeProvider(withoutA, C);
    expect(Object.keys(withoutC.model_routes ?? {})).toEqual(['*opus*']);
    settingsOf(withoutC);
  });

  it('changes nothing where the entry is not there', () => {
    const nobody = { name: 'A', accountEmail: null };
    expect(edits.removeProvider(DOCUMENT, nobody)).toBe(DOCUMENT);
    expect(edits.setEnabled(DOCUMENT, nobody, false)).toEqual(DOCUMENT);
    expect(edits.setEnabled({}, nobody, false)).toEqual({});
  });

  it('records and withdraws the acceptance of the terms beside the other settings', () => {
    const strict = edits.setGeneral(DOCUMENT, { strategy: 'least_used' });
    const accepted = edits.acceptTerms(strict, Date.UTC(2026, 10, 22, 12));
    expect(accepted.settings).toEqual({ strategy: 'least_used', terms_accepted: '2026-11-22T12:00:00.000Z' });
    expect(settingsOf(accepted).termsAcceptedAt).toBe(Date.UTC(2026, 10, 22, 12));
    expect(settingsOf(edits.withdrawTerms(accepted)).termsAcceptedAt).toBeNull();
  });
});
