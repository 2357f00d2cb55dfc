import { describe, expect, test } from 'vitest';
import { parseTokenAnswer } from '../../../src-main/core/oauth/token-answer.ts';
import { describeTokenFailure, type TokenFailure } from '../../../src-main/core/oauth/token-failure.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const DAY_MS = 24 * 60 * 60 * 1000;

function parse(body: unknown, status = 200, headers: Record<string, string> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return parseTokenAnswer({ status, headers, body: text }, NOW);
}

function granted(body: unknown) {
  const result = parse(body);
  if (!result.ok) throw new Error(result.error.kind);
  return result.value;
}

describe('a granted token set', () => {
  test('is read with who signed in', () => {
    expect(
      granted({
        token_type: 'Bearer',
        access_token: 'sk-ant-oat01-A',
        refresh_token: 'sk-ant-ort01-R',
        expires_in: 28_800,
        refresh_token_expires_in: 2_592_000,
        scope: 'user:inference user:profile',
        account: { uuid: 'acc-1', email_address: 'main@example.com' },
        organization: { uuid: 'org-1', name: 'Studio' },
      }),
    ).toEqual({
      accessToken: 'sk-ant-oat01-A',
      refreshToken: 'sk-ant-ort01-R',
      expiresAt: NOW + 28_800_000,
      refreshTokenExpiresAt: NOW + 30 * DAY_MS,
      scopes: ['user:inference', 'user:profile'],
      identity: {
        email: 'main@example.com',
        accountUuid: 'acc-1',
        organizationUuid: 'org-1',
        organizationName: 'Studio',
      },
    });
  });

  test('needs no more than an access token', () => {
    expect(granted({ access_token: 'A' })).toEqual({
      accessToken: 'A',
      refreshToken: null,
      expiresAt: null,
      refreshTokenExpiresAt: null,
      scopes: null,
      identity: { email: null, accountUuid: null, organizationUuid: null, organizationName: null },
    });
  });

  test.each([
    ['a number in quotes', '3600', NOW + 3_600_000],
    ['a fraction', 0.5, NOW + 500],
    ['zero, which would be expired on arrival', 0, null],
    ['a negative number', -3600, null],
    ['no number', 'soon', null],
    ['null', null, null],
    ['an object', {}, null],
    ['a thousand years', 31_536_000_000, NOW + 400 * DAY_MS],
    ['more than a number can hold', 1e308, NOW + 400 * DAY_MS],
  ])('whose life is %s', (_name, expires_in, expiresAt) => {
    expect(granted({ access_token: 'A', expires_in }).expiresAt).toBe(expiresAt);
  });

  test('takes over no name that could not be shown', () => {
    const account = { uuid: 7, email_address: `evil\u001b[31m@example.com` };
    const organization = { uuid: 'x'.repeat(500), name: ['a'] };
    expect(granted({ access_token: 'A', account, organization }).identity).toEqual({
      email: null,
      accountUuid: null,
      organizationUuid: null,
      organizationName: null,
    });
  });
});

describe('what is no token set', () => {
  const failures: [string, unknown, number, Record<string, string>, TokenFailure][] = [
    ['invalid_grant with 400', { error: 'invalid_grant' }, 400, {}, { kind: 'grant-invalid' }],
    ['invalid_grant with 401', { error: 'invalid_grant' }, 401, {}, { kind: 'grant-invalid' }],
    [
      'invalid_grant in the vendor’s envelope',
      { type: 'error', error: { type: 'invalid_grant', message: 'x' } },
      400,
      {},
      { kind: 'grant-invalid' },
    ],
    [
      'invalid_grant with a status that does not go with it',
      { error: 'invalid_grant' },
      403,
      {},
      { kind: 'refused', status: 403, error: 'invalid_grant' },
    ],
    [
      'an unknown client',
      { error: 'invalid_client' },
      401,
      {},
      { kind: 'refused', status: 401, error: 'invalid_client' },
    ],
    [
      'a code that nobody has heard of',
      { error: '<img src=x>' },
      400,
      {},
      { kind: 'refused', status: 400, error: 'other' },
    ],
    ['404 in JSON', { detail: 'no' }, 404, {}, { kind: 'refused', status: 404, error: 'other' }],
    ['429 without a time', '', 429, {}, { kind: 'rate-limited', retryAfterMs: null }],
    [
      '429 with a time',
      'slow down',
      429,
      { 'retry-after': '7' },
      { kind: 'rate-limited', retryAfterMs: 7000 },
    ],
    ['500', { error: 'server_error' }, 500, {}, { kind: 'endpoint-failed', status: 500, retryAfterMs: null }],
    [
      '503 with a time',
      '',
      503,
      { 'retry-after': '2' },
      { kind: 'endpoint-failed', status: 503, retryAfterMs: 2000 },
    ],
    ['a firewall’s page', '<html>Just a moment...</html>', 403, {}, { kind: 'blocked', status: 403 }],
    ['an empty 401', '', 401, {}, { kind: 'blocked', status: 401 }],
    ['a redirect', '', 307, { location: 'https://elsewhere.example' }, { kind: 'redirected', status: 307 }],
    ['HTML with 200', '<html></html>', 200, {}, { kind: 'answer-unusable', problem: 'not-json' }],
    ['half a JSON', '{"access_token":"A', 200, {}, { kind: 'answer-unusable', problem: 'not-json' }],
    ['a list', [1], 200, {}, { kind: 'answer-unusable', problem: 'not-json' }],
    ['nothing', '', 200, {}, { kind: 'answer-unusable', problem: 'not-json' }],
    [
      'no access token',
      { refresh_token: 'R' },
      200,
      {},
      { kind: 'answer-unusable', problem: 'no-access-token' },
    ],
    [
      'an empty access token',
      { access_token: '' },
      200,
      {},
      { kind: 'answer-unusable', problem: 'no-access-token' },
    ],
    [
      'an access token that would break a header open',
      { access_token: 'A\r\nx: y' },
      200,
      {},
      { kind: 'answer-unusable', problem: 'no-access-token' },
    ],
    [
      'a token of another type',
      { access_token: 'A', token_type: 'mac' },
      200,
      {},
      { kind: 'answer-unusable', problem: 'not-a-bearer-token' },
    ],
  ];

  test.each(failures)('is told apart: %s', (_name, body, status, headers, failure) => {
    expect(parse(body, status, headers)).toEqual({ ok: false, error: failure });
  });

  test.each(failures)(
    'is one sentence without the endpoint’s words: %s',
    (_name, _body, _status, _headers, failure) => {
      const { message } = describeTokenFailure(failure, 'platform.claude.com');
      expect(message).toMatch(/^The token endpoint at platform\.claude\.com.*\.$/);
      expect(message).not.toMatch(/<img|Just a moment|slow down|undefined|null/);
    },
  );
});
