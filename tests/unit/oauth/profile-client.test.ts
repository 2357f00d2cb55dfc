import { expect, test } from 'vitest';
import { parseProfile } from '../../../src-main/core/oauth/profile-client.ts';

test('a vendor’s profile tells account, organization and plan', () => {
  const body = JSON.stringify({
    account: { uuid: 'acc-1', email: 'main@example.com', display_name: 'Main' },
    organization: {
      uuid: 'org-1',
      name: 'Studio',
      organization_type: 'claude_max',
      rate_limit_tier: 'default_claude_max_20x',
    },
  });
  expect(parseProfile(body)).toEqual({
    email: 'main@example.com',
    accountUuid: 'acc-1',
    organizationUuid: 'org-1',
    organizationName: 'Studio',
    subscription: 'max',
    rateLimitTier: 'default_claude_max_20x',
  });
});

test('the standard claims of OpenID Connect are understood too', () => {
  expect(parseProfile('{"sub":"user-7","email":"main@example.com"}')).toMatchObject({
    email: 'main@example.com',
    accountUuid: 'user-7',
    subscription: null,
  });
});

test.each(['', '<html>', '[]', 'null', '"text"', '{}', '{"account":[],"organization":7}'])(
  'what tells nobody is no profile: %s',
  (body) => {
    expect(parseProfile(body)).toBeNull();
  },
);
