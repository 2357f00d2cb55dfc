import { expect, test } from 'vitest';
import { type LoginEvent, type LoginStatus, nextStatus } from '../../../src-main/core/oauth/login-session.ts';
import { NOBODY } from '../../support/oauth-fixtures.ts';

const failure = { code: 'invalid_grant', message: 'No.' } as const;
const signedIn = {
  accountId: 'account-1',
  oauthProvider: 'anthropic',
  identity: NOBODY,
  askedFor: null,
  signedInAs: null,
  otherThanAsked: false,
  renewed: false,
  expiresAt: null,
};
const events: LoginEvent[] = [
  { kind: 'code-received' },
  { kind: 'signed-in', signedIn },
  { kind: 'failed', failure },
  { kind: 'cancelled' },
  { kind: 'deadline-passed' },
];
/** What each event leads to, in the order above. */
const table: [LoginStatus, (LoginStatus['kind'] | null)[]][] = [
  [{ kind: 'open' }, ['exchanging', null, 'failed', 'cancelled', 'expired']],
  [{ kind: 'exchanging' }, [null, 'finished', 'failed', null, null]],
  [{ kind: 'finished', signedIn }, [null, null, null, null, null]],
  [{ kind: 'failed', failure }, [null, null, null, null, null]],
  [{ kind: 'cancelled' }, [null, null, null, null, null]],
  [{ kind: 'expired' }, [null, null, null, null, null]],
];

test.each(table)('from %o a login goes only where it may', (status, expected) => {
  expect(events.map((event) => nextStatus(status, event)?.kind ?? null)).toEqual(expected);
});
