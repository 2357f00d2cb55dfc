/** An account is removed while its token is being refreshed: whatever the order, no refresh token may be lost. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src-main/core/lib/clock.ts';
import type { Fault } from '../../../src-main/core/simulator/faults/fault.ts';
import { type Simulator, startSimulator } from '../../../src-main/core/simulator/simulator.ts';
import { done, type SettingsCore, startOnStore } from '../../support/settings-core.ts';

const EMAIL = 'main@example.com';
const OTHER = 'other@example.com';

let simulator: Simulator;
let rota: SettingsCore;
let accountId: string;

beforeEach(async () => {
  simulator = await startSimulator({
    clock: systemClock,
    accounts: [{ id: 'main', email: EMAIL, plan: 'max' }],
    // A spent refresh token that is sent again ends the whole sign-in, as at the vendor.
    oauth: { reuseKillsFamily: true },
  });
  rota = await startOnStore(settingsAt(simulator));
  accountId = await signIn();
});
afterEach(async () => {
  await rota[Symbol.asyncDispose]();
  await simulator.close();
});

function settingsAt({ url, clientId, authUrl, tokenUrl, redirectUri, profileUrl }: Simulator): object {
  const provider = { name: 'Simulated', base_url: url, auth_type: 'auth_token', auth_value: 'oauth' };
  return {
    // The second one never signs in; a new sign-in takes its address over.
    providers: [EMAIL, OTHER].map((account_email) => ({
      ...provider,
      oauth_provider: 'simulated',
      account_email,
      proxy: 'none',
    })),
    oauth_providers: [
      {
        name: 'simulated',
        client_id: clientId,
        auth_url: authUrl,
        token_url: tokenUrl,
        redirect_uri: redirectUri,
        scopes: ['user:profile', 'user:inference'],
        profile_url: profileUrl,
      },
    ],
    settings: { terms_accepted: true, oauth: { usage_polling: false } },
  };
}

async function signIn(): Promise<string> {
  const begun = await rota.api(`/oauth/generate-url?account_email=${EMAIL}`);
  const page = new URL(String(begun['authorization_url']));
  page.searchParams.set('auto', EMAIL);
  const approved = await fetch(page, { redirect: 'manual' });
  const body = { code: approved.headers.get('location'), login_id: begun['login_id'] };
  await rota.api('/oauth/exchange-code', { method: 'POST', body });
  return (await accountNamed(EMAIL))!.id;
}

/** The vendor rotates the token at once and holds its answer back until `release` is called. */
function heldTokenAnswer(): { readonly rotated: Promise<void>; release(): void } {
  const rotated = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const fault: Fault = {
    name: 'token-held-back',
    description: 'Rotates the token and answers later.',
    on: 'token-endpoint',
    phase: 'before-commit',
    appliesTo: 'plain',
    ending: 'whole-answer',
    async play({ usualAnswer, send }) {
      const answer = usualAnswer();
      rotated.resolve();
      await released.promise;
      await send(answer);
    },
  };
  simulator.faults.inject({ fault });
  return { rotated: rotated.promise, release: () => released.resolve() };
}

const refresh = () => rota.client.command('accounts.refresh', { account: accountId });
const remove = async () => done(await rota.client.command('accounts.remove', { accounts: [accountId] }));
const restore = async () => done(await rota.client.command('accounts.restore', { accountIds: [accountId] }));
const accountNamed = async (name: string) => (await rota.accounts()).find((account) => account.name === name);
const signedIn = async () => ((await rota.api('/oauth/status'))['tokens'] as readonly unknown[]).length;

/** The account answers, and its refresh token is one that the vendor still takes. */
async function expectAlive(): Promise<void> {
  expect((await rota.ask()).status).toBe(200);
  expect(await refresh()).toMatchObject({ ok: true });
  expect((await rota.ask()).status).toBe(200);
  expect(await accountNamed(EMAIL)).toMatchObject({ id: accountId, state: 'healthy' });
}

describe('an account that is removed while its token is refreshed', () => {
  it('comes back with the new token where the answer came before the undo', async () => {
    const held = heldTokenAnswer();
    const refreshing = refresh();
    await held.rotated;
    await remove();
    held.release();
    await refreshing;
    expect(await signedIn()).toBe(0);
    await restore();
    await expectAlive();
  });

  it('comes back with the new token where the answer comes after the undo', async () => {
    const held = heldTokenAnswer();
    const refreshing = refresh();
    await held.rotated;
    await remove();
    await restore();
    held.release();
    await refreshing;
    await expectAlive();
  });

  it('comes back with the new token where removal, answer and undo cross each other', async () => {
    for (let round = 0; round < 20; round++) {
      const held = heldTokenAnswer();
      const refreshing = refresh();
      await held.rotated;
      const removing = remove();
      if (round % 2 === 0) held.release();
      await removing;
      const restoring = restore();
      held.release();
      await Promise.all([refreshing, restoring]);
      expect((await rota.ask()).status).toBe(200);
    }
    await expectAlive();
  });

  it('leaves nothing behind without an undo', async () => {
    const held = heldTokenAnswer();
    const refreshing = refresh();
    await held.rotated;
    await remove();
    held.release();
    await refreshing;
    expect(await signedIn()).toBe(0);
    expect(await accountNamed(EMAIL)).toBeUndefined();
  });

  it('is not undone over a newer sign-in of the same identity', async () => {
    const held = heldTokenAnswer();
    const refreshing = refresh();
    await held.rotated;
    await remove();
    accountId = await signIn();
    held.release();
    await refreshing;
    await rota.client.command('accounts.restore', { accountIds: [accountId] });
    await expectAlive();
    expect(await signedIn()).toBe(1);
  });
});
