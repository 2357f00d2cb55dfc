import { describe, expect, it } from 'vitest';
import { allowedHosts, ClientKeyRing, checkSource } from '../../../src-main/core/http/guards.ts';
import { headersFrom } from '../../support/header-record.ts';

const allowed = allowedHosts(9090, ['rota.lan:9090']);

describe('the source of a request', () => {
  it.each(['127.0.0.1:9090', 'localhost:9090', 'LOCALHOST:9090', '[::1]:9090', 'rota.lan:9090'])(
    'may be %s',
    (host) => {
      expect(checkSource(host, undefined, allowed).ok).toBe(true);
      expect(checkSource(host, `http://${host}`, allowed).ok).toBe(true);
    },
  );

  it.each([
    'evil.example:9090',
    '127.0.0.1',
    '127.0.0.1:9091',
    'localhost.evil.example:9090',
    '',
    '127.0.0.1:9090@evil',
  ])('may not be the host %j', (host) => {
    expect(checkSource(host, undefined, allowed).ok).toBe(false);
  });

  it.each([
    'http://evil.example',
    'null',
    'file://',
    'http://127.0.0.1:8080',
    'http://127.0.0.1:9090/x',
    'chrome-extension://abc',
  ])('may not be the page %s', (origin) => {
    expect(checkSource('127.0.0.1:9090', origin, allowed).ok).toBe(false);
  });
});

describe('a client key', () => {
  const work = { name: 'work', accountIds: new Set(['a']) };
  const keys = new ClientKeyRing([
    { value: 'right-key', bound: null },
    { value: 'work-key', bound: work },
  ]);

  it.each([
    [{ authorization: 'Bearer right-key' }],
    [{ authorization: 'bearer   right-key' }],
    [{ 'x-api-key': 'right-key' }],
    [{ 'x-rota-key': 'right-key' }],
    [{ authorization: 'Bearer sk-ant-oat-of-the-client', 'x-rota-key': 'right-key' }],
    [{ authorization: 'Basic abc', 'x-api-key': 'right-key' }],
  ])('is accepted in any of three places: %j', (headers) => {
    expect(keys.opener(headersFrom(headers))?.value).toBe('right-key');
  });

  it.each([
    [{}],
    [{ authorization: 'right-key' }],
    [{ authorization: 'Bearer' }],
    [{ authorization: 'Bearer ' }],
    [{ authorization: 'Bearer right-ke' }],
    [{ authorization: 'Bearer right-key2' }],
    [{ authorization: 'Bearer right-kez' }],
    [{ 'x-api-key': '' }],
    [{ 'x-api-key': 'x'.repeat(10_000) }],
    [{ cookie: 'right-key' }],
  ])('is missing in %j', (headers) => {
    expect(keys.opener(headersFrom(headers))).toBeNull();
  });

  it.each([
    [{ authorization: 'Bearer work-key' }],
    [{ authorization: 'Bearer right-key', 'x-api-key': 'work-key' }],
    [{ authorization: 'Bearer work-key', 'x-rota-key': 'right-key' }],
    [{ 'x-api-key': 'right-key', 'x-rota-key': 'work-key' }],
  ])('that is bound counts, whatever other key stands beside it: %j', (headers) => {
    expect(keys.opener(headersFrom(headers))?.bound).toBe(work);
  });

  it('opens nothing where there is none', () => {
    expect(new ClientKeyRing([]).opener(headersFrom({ authorization: 'Bearer ' }))).toBeNull();
    expect(keys.has('work-key')).toBe(true);
    expect(keys.has('work-ke')).toBe(false);
  });
});
