import type { PendingLogin } from '../../../src-shared/model/snapshot.ts';
import type { LoginView } from '../oauth/login-session.ts';
import { methodOf } from './login-method.ts';

/** The sign-ins among `logins` that wait for their person, in the order in which they began. */
export function pendingLogins(logins: readonly LoginView[]): readonly PendingLogin[] {
  return logins
    .filter(({ status }) => status.kind === 'open')
    .map(({ loginId, oauthProvider, way, askedFor, expiresAt }) => ({
      loginId,
      provider: oauthProvider,
      method: methodOf(way),
      askedFor,
      expiresAt,
    }));
}
