import { describe, expect, test } from 'vitest';
import { challengeOf, createPkce } from '../../../src-main/core/oauth/pkce.ts';
import { SeededRandom } from '../../support/seeded-random.ts';

describe('PKCE', () => {
  test('the challenge is that of RFC 7636 appendix B', () => {
    expect(challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
      'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    );
  });

  test('a verifier has 43 unreserved characters and its own challenge', () => {
    const { verifier, challenge } = createPkce(new SeededRandom('pkce'));
    expect(verifier.reveal()).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(challenge).toBe(challengeOf(verifier.reveal()));
    expect(challenge).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  test('no two verifiers are alike', () => {
    const random = new SeededRandom('pkce');
    expect(createPkce(random).verifier.reveal()).not.toBe(createPkce(random).verifier.reveal());
  });
});
