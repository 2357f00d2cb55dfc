import { describe, expect, it } from 'vitest';
import { EVENTUALLY } from './eventually.ts';
import { HOME, type RunningRota, WORK } from './running-rota.ts';
import { type SuiteSession, value } from './suite-session.ts';

/** What the management API promises about signing in; part of its one suite. */
export function describeSignIn(session: () => SuiteSession, rota: () => RunningRota): void {
  const client = () => session().client;

  describe('signing in', () => {
    it('ends with an account under the identity that signed in', async () => {
      const signedIn = await session().signIn(WORK);
      expect(signedIn).toMatchObject({ askedFor: WORK, signedInAs: WORK, otherThanAsked: false });
      expect((await session().snapshot()).accounts).toMatchObject([
        { id: signedIn.accountId, accountEmail: WORK, kind: 'oauth', state: 'healthy' },
      ]);
    });

    it('tells when somebody else signed in than was asked for', async () => {
      const signedIn = await session().signIn(HOME, 'other@studio.example');
      expect(signedIn).toMatchObject({
        askedFor: 'other@studio.example',
        signedInAs: HOME,
        otherThanAsked: true,
      });
      expect(await session().names()).toEqual([WORK, HOME]);
    });

    it('can be followed and given up', async () => {
      const login = value(await client().command('login.begin', { method: 'paste' }));
      const find = async () => value(await client().query('login.find', { loginId: login.loginId }));
      expect(await find()).toEqual(login);
      expect(login.state).toEqual({ kind: 'waiting' });
      expect(login.expiresAt - login.startedAt).toBe(600_000);

      value(await client().command('login.cancel', { loginId: login.loginId }));
      expect((await find()).state).toEqual({ kind: 'cancelled' });
      const [newest] = value(await client().query('login.list')).logins;
      expect(newest?.loginId).toBe(login.loginId);
      const again = await client().command('login.complete', { loginId: login.loginId, code: 'abc' });
      expect(again).toMatchObject({ ok: false, error: { code: 'login_cancelled' } });
    });

    it('can go on in the browser, which brings the answer back by itself', async () => {
      const pasted = value(await client().command('login.begin', { method: 'paste' }));
      const { loginId, authorizationUrl, method } = value(
        await client().command('login.switchMethod', { loginId: pasted.loginId, method: 'browser' }),
      );
      expect(method).toBe('browser');
      expect(authorizationUrl).not.toBe(pasted.authorizationUrl);
      await fetch(await rota().approve(authorizationUrl, WORK), { redirect: 'manual' });
      const finished = async () => value(await client().query('login.find', { loginId })).state;
      await expect.poll(finished, EVENTUALLY).toMatchObject({
        kind: 'succeeded',
        signedIn: { signedInAs: WORK, renewed: true },
      });
    });

    it('refuses what is no code, a login that nobody began, and a way that is not there', async () => {
      const { loginId } = value(await client().command('login.begin', { method: 'paste' }));
      expect(
        await client().command('login.complete', { loginId, code: 'https://evil.example/?code=1' }),
      ).toMatchObject({
        error: { code: 'authorization_input_foreign_host' },
      });
      expect(await client().command('login.complete', { loginId: 'nobody', code: 'a#b' })).toMatchObject({
        error: { code: 'login_unknown' },
      });
      expect(await client().query('login.find', { loginId: 'nobody' })).toMatchObject({
        error: { code: 'login_unknown' },
      });
      expect(await client().command('login.begin', { method: 'window' })).toMatchObject({
        error: { code: 'capture_unavailable' },
      });
      value(await client().command('login.cancel', { loginId }));
    });
  });
}
