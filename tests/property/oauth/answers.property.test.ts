import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePastedAnswer } from '../../../src-main/core/oauth/authorization-response.ts';
import { parseProfile } from '../../../src-main/core/oauth/profile-client.ts';
import { parseTokenAnswer } from '../../../src-main/core/oauth/token-answer.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const codeText = fc.stringMatching(/^[A-Za-z0-9._~-]{1,80}$/);
const blanks = fc.stringMatching(/^[ \t\r\n]{0,4}$/);

test('a code and its state come out as they went in, however they are wrapped', () => {
  const wrap = fc.constantFrom(
    (code: string, state: string) => `${code}#${state}`,
    (code: string, state: string) => `"${code}#${state}"`,
    (code: string, state: string) => `https://platform.claude.com/cb?code=${code}&state=${state}`,
    (code: string, state: string) => `http://127.0.0.1:4711/cb?x=1&state=${state}&code=${code}`,
  );
  fc.assert(
    fc.property(codeText, codeText, wrap, blanks, blanks, (code, state, wrapped, before, after) => {
      const result = parsePastedAnswer(`${before}${wrapped(code, state)}${after}`, []);
      expect(result.ok && result.value.kind === 'code' && result.value.code.reveal()).toBe(code);
      expect(result.ok && result.value.state).toBe(state);
    }),
  );
});

test('whatever is pasted, there is an answer or one sentence, and never a code from a foreign host', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc.tuple(fc.domain(), codeText).map(([host, code]) => `https://${host}/?code=${code}&state=s`),
  );
  fc.assert(
    fc.property(anything, (input) => {
      const result = parsePastedAnswer(input, []);
      if (!result.ok) expect(result.error.message).toMatch(/^[A-Z].*\.$/);
      else expect(input).not.toMatch(/^https?:/);
    }),
  );
});

test('whatever a token endpoint says, it is a usable grant or a failure of a known kind', () => {
  const field = fc.oneof(
    fc.string(),
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.object(),
  );
  const grant = fc.record(
    {
      access_token: fc.oneof(codeText, field),
      refresh_token: field,
      expires_in: field,
      refresh_token_expires_in: field,
      scope: field,
      token_type: fc.oneof(fc.constant('Bearer'), field),
      account: field,
      organization: field,
      error: field,
    },
    { requiredKeys: [] },
  );
  const body = fc.oneof(
    fc.string(),
    fc.json(),
    grant.map((value) => JSON.stringify(value)),
  );
  fc.assert(
    fc.property(fc.integer({ min: 200, max: 599 }), body, (status, text) => {
      const result = parseTokenAnswer({ status, headers: {}, body: text }, NOW);
      parseProfile(text);
      if (!result.ok) {
        expect(result.error.kind).toMatch(/^[a-z-]+$/);
        return;
      }
      expect(status).toBeLessThan(300);
      expect(result.value.accessToken).toMatch(/^[\x21-\x7e]+$/);
      expect(result.value.expiresAt === null || result.value.expiresAt >= NOW).toBe(true);
    }),
  );
});
