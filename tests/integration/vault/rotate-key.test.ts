import { readFileSync, statSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { systemClock } from '../../../src-main/core/lib/clock.ts';
import { startSimulator } from '../../../src-main/core/simulator/simulator.ts';
import { prepareFolder, startFolderCore } from '../../reliability/folder-core.ts';
import { managementClient, people, REDIRECT_URI, signIn, succeeded } from '../../reliability/management.ts';
import { ScratchFolder } from '../../support/scratch-folder.ts';
import { startTestCore } from '../../support/test-core.ts';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function folderWithSignIn() {
  const folder = new ScratchFolder();
  open.push(() => folder[Symbol.dispose]());
  const simulator = await startSimulator({
    clock: systemClock,
    accounts: people('one'),
    oauth: { redirectUris: [REDIRECT_URI] },
  });
  open.push(() => simulator.close());
  prepareFolder(folder.path, simulator);
  return folder;
}

it('a running Rota puts its vault under a new master key, loses nothing and goes on', async () => {
  const folder = await folderWithSignIn();
  const keyText = () => readFileSync(folder.file('master.key'), 'utf8');
  let keyBefore = '';
  {
    await using rota = await startFolderCore(folder.path, systemClock);
    const accountId = await signIn(rota.client, 'one@example.com');
    keyBefore = keyText();
    // Renewals of tokens meanwhile queue behind the rotation and are not lost either.
    const [rotated, refreshed] = await Promise.all([
      rota.client.command('vault.rotateKey'),
      rota.client.command('accounts.refresh', { account: accountId }),
    ]);
    expect([rotated.ok, refreshed.ok]).toEqual([true, true]);
    expect(keyText()).not.toBe(keyBefore);
    expect(keyText().trim().split('\n')).toHaveLength(1);
    expect(statSync(folder.file('master.key')).mode & 0o777).toBe(0o600);
  }
  await using again = await startFolderCore(folder.path, systemClock);
  const { accounts, notices } = succeeded(await again.client.query('snapshot.get'));
  expect(accounts.map(({ state }) => state)).toEqual(['healthy']);
  expect(notices).toEqual([]);
  const [account] = accounts;
  expect((await again.client.command('accounts.refresh', { account: account?.id ?? '' })).ok).toBe(true);
});

it('asked twice at once it replaces the key once', async () => {
  const folder = await folderWithSignIn();
  await using rota = await startFolderCore(folder.path, systemClock);
  const both = await Promise.all([
    rota.client.command('vault.rotateKey'),
    rota.client.command('vault.rotateKey'),
  ]);
  expect(both.map(({ ok }) => ok)).toEqual([true, true]);
  const record = JSON.parse(readFileSync(folder.file('key-store.json'), 'utf8'));
  expect(record.otherKeyIds).toEqual([]);
});

it('a Rota that keeps everything in memory has no master key and says so', async () => {
  await using rota = await startTestCore('providers: []');
  const client = managementClient(rota.url, rota.controlToken);
  expect(await client.command('vault.rotateKey')).toMatchObject({
    ok: false,
    error: { code: 'master_key_not_ours' },
  });
});
