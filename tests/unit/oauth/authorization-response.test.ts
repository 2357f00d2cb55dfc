import { describe, expect, test } from 'vitest';
import {
  hostsOfProvider,
  isAnswerHost,
  parsePastedAnswer,
  parseRedirectQuery,
} from '../../../src-main/core/oauth/authorization-response.ts';
import { oauthProvider } from '../../support/oauth-fixtures.ts';

const hosts = hostsOfProvider(oauthProvider({ authUrl: 'https://login.vendor.example/authorize' }));

/** The answer with its code laid open, or the failure's code. */
function read(input: string) {
  const result = parsePastedAnswer(input, hosts);
  if (!result.ok) return result.error.code;
  const { value } = result;
  return value.kind === 'code' ? { code: value.code.reveal(), state: value.state } : value;
}

describe('what a person pastes', () => {
  const both = { code: 'abc-123_X', state: 'st_ate-1' };
  test.each([
    ['the code and state as the page shows them', 'abc-123_X#st_ate-1'],
    ['with blanks and line ends around', '  abc-123_X#st_ate-1 \r\n'],
    ['in double quotes', '"abc-123_X#st_ate-1"'],
    ['in single quotes and blanks', " 'abc-123_X#st_ate-1' "],
    ['in typographic quotes', '“abc-123_X#st_ate-1”'],
    [
      'the vendor’s callback address',
      'https://platform.claude.com/oauth/code/callback?code=abc-123_X&state=st_ate-1',
    ],
    ['an address on claude.ai', 'https://claude.ai/cb?state=st_ate-1&code=abc-123_X'],
    ['an address on a subdomain', 'https://console.anthropic.com/cb?code=abc-123_X&state=st_ate-1&x=1'],
    ['an address on the configured host', 'https://login.vendor.example/done?code=abc-123_X&state=st_ate-1'],
    ['a loopback address', 'http://localhost:54545/callback?code=abc-123_X&state=st_ate-1'],
    ['a loopback address by number', 'http://127.0.0.1:8/callback?code=abc-123_X&state=st_ate-1'],
    ['a loopback address of version 6', 'http://[::1]:8/callback?code=abc-123_X&state=st_ate-1'],
    ['an address without its scheme', 'localhost:54545/callback?code=abc-123_X&state=st_ate-1'],
    ['an address with the state behind “#”', 'https://claude.ai/cb?code=abc-123_X#st_ate-1'],
    ['an address in angle brackets', '<https://claude.ai/cb?code=abc-123_X&state=st_ate-1>'],
  ])('is understood: %s', (_name, input) => {
    expect(read(input)).toEqual(both);
  });

  test('is understood: a bare code, whose state the login session knows', () => {
    expect(read('abc-123_X')).toEqual({ code: 'abc-123_X', state: null });
  });

  test('is understood: a refusal in an address', () => {
    expect(read('https://claude.ai/cb?error=access_denied&state=st_ate-1')).toEqual({
      kind: 'refused',
      error: 'access_denied',
      state: 'st_ate-1',
    });
  });

  test.each([
    ['nothing', '', 'authorization_input_empty'],
    ['blanks', ' \n\t ', 'authorization_input_empty'],
    ['empty quotes', '""', 'authorization_input_empty'],
    ['a sentence', 'I have signed in', 'authorization_input_not_recognised'],
    ['two “#”', 'a#b#c', 'authorization_input_not_recognised'],
    ['a state alone', '#state', 'authorization_code_missing'],
    ['a code with an empty second half', 'code#', 'authorization_state_missing'],
    ['markup', '<script>alert(1)</script>', 'authorization_input_not_recognised'],
    ['a header that is broken open', 'code\r\nx: y', 'authorization_input_not_recognised'],
    ['another scheme', 'javascript:alert(1)//?code=a&state=b', 'authorization_input_not_recognised'],
    ['a novel', 'a'.repeat(9000), 'authorization_input_not_recognised'],
    ['no address after all', 'https://', 'authorization_input_not_recognised'],
    ['a foreign host', 'https://evil.example/cb?code=a&state=b', 'authorization_input_foreign_host'],
    ['a host that ends alike', 'https://notclaude.ai/cb?code=a&state=b', 'authorization_input_foreign_host'],
    [
      'a host that begins alike',
      'https://claude.ai.evil.example/?code=a&state=b',
      'authorization_input_foreign_host',
    ],
    [
      'a host in the user name’s place',
      'https://claude.ai@evil.example/?code=a&state=b',
      'authorization_input_foreign_host',
    ],
    ['a foreign host without scheme', 'evil.example/cb?code=a&state=b', 'authorization_input_foreign_host'],
    [
      'the sign-in page instead of the callback',
      'https://claude.ai/login?returnTo=x',
      'authorization_code_missing',
    ],
    ['an address without state', 'https://claude.ai/cb?code=a', 'authorization_state_missing'],
    ['an address with an empty code', 'https://claude.ai/cb?code=&state=b', 'authorization_code_missing'],
    [
      'an address with two codes',
      'https://claude.ai/cb?code=a&code=b&state=c',
      'authorization_input_not_recognised',
    ],
  ])('is refused with a code of its own: %s', (_name, input, code) => {
    expect(read(input)).toBe(code);
  });

  test('never appears in the sentence that refuses it', () => {
    const result = parsePastedAnswer('https://evil.example/cb?code=TOPSECRET&state=b', hosts);
    expect(JSON.stringify(result)).not.toContain('TOPSECRET');
  });

  test('keeps its code out of JSON and text', () => {
    const result = parsePastedAnswer('TOPSECRET#state', hosts);
    expect(JSON.stringify(result)).not.toContain('TOPSECRET');
  });
});

describe('a redirect to our own address', () => {
  test('with an unknown error code passes on nothing that a stranger wrote', () => {
    const result = parseRedirectQuery(new URLSearchParams('error=<b>hello</b>&state=s'));
    expect(result).toEqual({ ok: true, value: { kind: 'refused', error: 'other', state: 's' } });
  });

  test.each(['state=a&state=b&code=c', 'code=a&error=x&error=y&state=s'])(
    'with a parameter that stands twice is no answer: %s',
    (query) => {
      expect(parseRedirectQuery(new URLSearchParams(query)).ok).toBe(false);
    },
  );
});

test('the hosts of a provider are the vendor’s, the configured ones and loopback', () => {
  expect(hosts).toEqual(['login.vendor.example', 'platform.claude.com']);
  for (const host of ['claude.ai', 'a.b.claude.com', 'anthropic.com', 'login.vendor.example', '[::1]']) {
    expect(isAnswerHost(host, hosts)).toBe(true);
  }
  for (const host of ['sub.login.vendor.example', 'anthropic.com.evil', 'xanthropic.com', '127.0.0.2', '']) {
    expect(isAnswerHost(host, hosts)).toBe(false);
  }
});
