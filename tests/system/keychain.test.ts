import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dataFolder } from '../support/vault/data-folder.ts';
import {
  missingForSecretService,
  runWithSecretService,
  type SecretServiceState,
} from '../support/vault/secret-service.ts';
import { otherKey, testKey } from '../support/vault/vault-samples.ts';

const missing = missingForSecretService();
if (missing) console.warn(`The Secret Service tests are skipped; to enable them: ${missing}`);

/** A home folder whose keyring lasts for the test. */
function newHome() {
  const home = dataFolder();
  return async (state: SecretServiceState, action: string, folder = home) =>
    JSON.parse(await runWithSecretService(state, home, 'keychain-child.ts', [action, folder]));
}

const photograph = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString('hex')]),
  );

describe.skipIf(missing !== null)('the system keychain on Linux', () => {
  it('keeps keys by id, over a restart of the session as well', async () => {
    const ask = newHome();
    expect(await ask('unlocked', 'store')).toEqual({
      before: null,
      written: ['ok', 'ok'],
      again: 'ok',
      found: [testKey.id, otherKey.id],
      removed: ['ok', 'ok'],
      after: [testKey.id, null],
    });
    expect(await ask('unlocked', 'read')).toEqual({ found: testKey.id });
  });

  it('that is locked with nobody to ask says so, and is not taken for an empty one', async () => {
    const ask = newHome();
    await ask('unlocked', 'store');
    expect(await ask('locked', 'read')).toEqual({ found: 'locked' });
    expect(await ask('locked', 'write')).toEqual({ written: 'locked' });
    expect(await ask('unlocked', 'read')).toEqual({ found: testKey.id });
  });

  it.each(['no-keyring', 'no-service', 'no-bus'] as const)('is unavailable with %s', async (state) => {
    const ask = newHome();
    expect(await ask(state, 'read')).toEqual({ found: 'unavailable' });
    expect(await ask(state, 'write')).toEqual({ written: 'unavailable' });
  });

  it('whose service never answers is given up within seconds', async () => {
    const ask = newHome();
    expect(await ask('frozen', 'read')).toEqual({ found: 'unavailable' });
  }, 20_000);

  it('whose service dies in the middle of a call is unavailable, and what it stores is there again afterwards', async () => {
    const ask = newHome();
    const folder = dataFolder();
    await ask('unlocked', 'store');
    await ask('unlocked', 'unlock', folder);
    const before = photograph(folder);
    expect(await ask('dying', 'read')).toEqual({ found: 'unavailable' });
    expect(await ask('dying', 'write')).toEqual({ written: 'unavailable' });
    expect(await ask('dying', 'unlock', folder)).toMatchObject({ code: 'key-store-unavailable' });
    expect(photograph(folder)).toEqual(before);
    expect(await ask('unlocked', 'read')).toEqual({ found: testKey.id });
    expect(await ask('unlocked', 'unlock', folder)).toMatchObject({ found: ['client'] });
  }, 40_000);

  it('opens the vault at every start and stays its own after a rotation', async () => {
    const ask = newHome();
    const folder = dataFolder();
    const found = (ids: string[]) => ({ found: ids, rotated: null, keyChanged: false, oldKey: null });
    expect(await ask('unlocked', 'unlock', folder)).toEqual(found([]));
    expect(await ask('unlocked', 'unlock', folder)).toEqual(found(['client']));
    expect(await ask('unlocked', 'rotate', folder)).toEqual({
      found: ['client'],
      rotated: 'ok',
      keyChanged: true,
      oldKey: null,
    });
    expect(await ask('unlocked', 'unlock', folder)).toEqual(found(['client']));
  });

  it('that is locked or lost at a later start changes nothing in the data folder', async () => {
    const ask = newHome();
    const folder = dataFolder();
    await ask('unlocked', 'unlock', folder);
    const before = photograph(folder);
    expect(await ask('locked', 'unlock', folder)).toMatchObject({ code: 'key-store-locked' });
    expect(await ask('no-bus', 'unlock', folder)).toMatchObject({ code: 'key-store-unavailable' });
    expect(await newHome()('unlocked', 'unlock', folder)).toMatchObject({ code: 'master-key-missing' });
    expect(photograph(folder)).toEqual(before);
    expect(await ask('unlocked', 'unlock', folder)).toMatchObject({ found: ['client'] });
  });

  it('that is away at the first start leaves the data folder empty and names the other choices', async () => {
    const folder = dataFolder();
    const refused = await newHome()('no-service', 'unlock', folder);
    expect(refused.code).toBe('key-store-unavailable');
    expect(refused.message).toContain('`ROTA_KEY_STORE=file rota start`');
    expect(readdirSync(folder)).toEqual([]);
  });
});
