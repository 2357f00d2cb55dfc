import { describe, expect, it } from 'vitest';
import { systemRandom } from '../../../src-main/core/lib/random.ts';
import { OneTimeCodes } from '../../../src-main/core/management/one-time-codes.ts';
import { ManualClock } from '../../support/manual-clock.ts';

function openCodes() {
  const clock = new ManualClock();
  const codes = new OneTimeCodes({ clock, random: systemRandom });
  const issue = () => {
    const link = new URL(codes.issueLink('http://127.0.0.1:9090'));
    return new URLSearchParams(link.hash.slice(1)).get('login') ?? '';
  };
  return { clock, codes, issue };
}

describe('a one-time link', () => {
  it('carries its code where no server and no other site sees it', () => {
    const { codes } = openCodes();
    expect(codes.issueLink('http://127.0.0.1:9090')).toMatch(
      /^http:\/\/127\.0\.0\.1:9090\/#login=[\w-]{43}$/,
    );
  });

  it('opens once', () => {
    const { codes, issue } = openCodes();
    const code = issue();
    expect(codes.redeem(code)).toBe(true);
    expect(codes.redeem(code)).toBe(false);
  });

  it('opens for two minutes', () => {
    const { codes, issue, clock } = openCodes();
    const [early, late] = [issue(), issue()];
    clock.advance(119_999);
    expect(codes.redeem(early)).toBe(true);
    clock.advance(1);
    expect(codes.redeem(late)).toBe(false);
  });

  it('is not hurt by wrong guesses, nor by the other ones', () => {
    const { codes, issue } = openCodes();
    const [first, second] = [issue(), issue()];
    for (const guess of ['', first.slice(0, -1), `${first}x`, first.toLowerCase()]) {
      expect(codes.redeem(guess)).toBe(false);
    }
    expect(codes.redeem(second)).toBe(true);
    expect(codes.redeem(first)).toBe(true);
  });

  it('gives way to the latest four', () => {
    const { codes, issue } = openCodes();
    const [oldest, ...others] = Array.from({ length: 5 }, issue);
    expect(codes.redeem(oldest ?? '')).toBe(false);
    expect(others.every((code) => codes.redeem(code))).toBe(true);
  });

  it('never opens while none is out', () => {
    expect(openCodes().codes.redeem('')).toBe(false);
  });
});
