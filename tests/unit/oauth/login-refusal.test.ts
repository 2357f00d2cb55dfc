import { describe, expect, test } from 'vitest';
import type { TokenResult } from '../../../src-main/core/oauth/token-answer.ts';
import { grantedTo, LoginRig, stateIn } from '../../support/login-rig.ts';
import { MINUTE_MS } from '../../support/oauth-fixtures.ts';

const CALLBACK = 'https://platform.claude.com/oauth/code/callback';

describe('what is refused before any token request', () => {
  test.each([
    ['no login at all', 'CODE', 'login_not_open'],
    ['no login and a state', 'CODE#state', 'login_not_open'],
  ])('%s', async (_name, input, code) => {
    expect(await new LoginRig().complete({ input })).toBe(code);
  });

  test('a slip of the finger, after which the login is still open', async () => {
    const rig = new LoginRig();
    const { loginId } = await rig.begin();
    for (const [input, code] of [
      ['', 'authorization_input_empty'],
      ['I did it', 'authorization_input_not_recognised'],
      ['CODE#another-state', 'authorization_state_mismatch'],
      [`${CALLBACK}?code=CODE&state=another-state`, 'authorization_state_mismatch'],
      [`${CALLBACK}?error=access_denied`, 'authorization_state_mismatch'],
      [`${CALLBACK}?error=access_denied&state=another-state`, 'authorization_state_mismatch'],
      ['https://evil.example/?code=CODE&state=x', 'authorization_input_foreign_host'],
    ] as const) {
      expect(await rig.complete({ loginId, input })).toBe(code);
    }
    expect(rig.exchanges).toEqual([]);
    expect(rig.statusOf(loginId)).toBe('open');
    expect(await rig.complete({ loginId: 'nobody', input: 'CODE' })).toBe('login_unknown');
  });

  test('an answer that carries the state of another open login', async () => {
    const rig = new LoginRig();
    const first = await rig.begin();
    const second = await rig.begin();
    expect(await rig.complete({ loginId: first.loginId, input: `CODE#${stateIn(second)}` })).toBe(
      'authorization_state_mismatch',
    );
    expect(await rig.complete({ input: 'CODE#of-nobody' })).toBe('authorization_state_mismatch');
    expect(rig.exchanges).toEqual([]);
  });

  test('a code that was used, also in the name of another login', async () => {
    const rig = new LoginRig();
    const first = await rig.begin();
    await rig.complete({ input: `CODE#${stateIn(first)}` });
    expect(await rig.complete({ input: `CODE#${stateIn(first)}` })).toBe('login_already_used');
    const second = await rig.begin();
    expect(await rig.complete({ loginId: second.loginId, input: 'CODE' })).toBe(
      'authorization_code_already_used',
    );
    expect(rig.exchanges).toHaveLength(1);
    expect(rig.statusOf(second.loginId)).toBe('open');
  });

  test('a second code while the first is being exchanged', async () => {
    const rig = new LoginRig();
    const { promise, resolve } = Promise.withResolvers<TokenResult>();
    rig.answer = () => promise;
    const { loginId } = await rig.begin();
    const first = rig.complete({ loginId, input: 'CODE-1' });
    expect(await rig.complete({ loginId, input: 'CODE-2' })).toBe('login_in_progress');
    expect(await rig.coordinator.cancel(loginId)).toMatchObject({ error: { code: 'login_in_progress' } });
    resolve(grantedTo('main@example.com', rig.clock.now()));
    expect(await first).toBe('signed in');
    expect(rig.exchanges).toHaveLength(1);
  });

  test('a code of a login that was cancelled or has expired', async () => {
    const rig = new LoginRig();
    const cancelled = await rig.begin();
    const expired = await rig.begin();
    await rig.coordinator.cancel(cancelled.loginId);
    rig.clock.advance(10 * MINUTE_MS);
    expect(await rig.complete({ input: `A#${stateIn(cancelled)}` })).toBe('login_cancelled');
    expect(await rig.complete({ input: `B#${stateIn(expired)}` })).toBe('login_expired');
    expect(await rig.complete({ loginId: expired.loginId, input: 'C' })).toBe('login_expired');
    expect(rig.exchanges).toEqual([]);
    expect(rig.clock.pendingTimers).toBe(0);
  });
});

describe('a login that fails', () => {
  test.each([
    ['invalid_grant', { kind: 'grant-invalid' }],
    ['token_endpoint_failed', { kind: 'endpoint-failed', status: 500, retryAfterMs: null }],
    ['token_endpoint_unreachable', { kind: 'unreachable', cause: null }],
  ] as const)('says so once and is over: %s', async (code, error) => {
    const rig = new LoginRig();
    rig.answer = () => ({ ok: false, error });
    const { loginId } = await rig.begin();
    expect(await rig.complete({ loginId, input: 'CODE' })).toBe(code);
    expect(rig.events).toEqual([{ kind: 'login-finished', result: 'failed', code }]);
    expect(await rig.complete({ loginId, input: 'CODE-2' })).toBe('login_already_used');
    expect(rig.exchanges).toHaveLength(1);
    expect(rig.vault.ids()).toEqual([]);
    expect(rig.signedIn).toEqual([]);
  });

  test('because it was declined on the provider’s page', async () => {
    const rig = new LoginRig();
    const login = await rig.begin();
    const input = `${CALLBACK}?error=access_denied&state=${stateIn(login)}`;
    expect(await rig.complete({ input })).toBe('authorization_refused');
    expect(rig.statusOf(login.loginId)).toBe('failed');
    expect(rig.exchanges).toEqual([]);
  });

  test('because no settings entry may take the identity stores nothing', async () => {
    const rig = new LoginRig();
    rig.identityRefusal = 'The file names no account for this email.';
    await rig.begin();
    const result = await rig.coordinator.complete({ input: 'CODE' });
    expect(result).toMatchObject({ error: { code: 'identity_refused', message: rig.identityRefusal } });
    expect(rig.vault.ids()).toEqual([]);
  });

  test('because the disk is full announces no account', async () => {
    const rig = new LoginRig();
    rig.vault.diskIsFull = true;
    await rig.begin();
    expect(await rig.complete({ input: 'CODE' })).toBe('vault_write_failed');
    expect(rig.signedIn).toEqual([]);
  });

  test('by a fault of ours is over all the same', async () => {
    const rig = new LoginRig();
    rig.onSignedIn = () => {
      throw new Error('broken');
    };
    const { loginId } = await rig.begin();
    await expect(rig.coordinator.complete({ input: 'CODE' })).rejects.toThrow('broken');
    expect(rig.statusOf(loginId)).toBe('failed');
    expect(rig.clock.pendingTimers).toBe(0);
  });
});
