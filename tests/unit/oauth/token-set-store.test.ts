import { expect, test } from 'vitest';
import { createEventBus } from '../../../src-main/core/events/event-bus.ts';
import { silentLogger } from '../../../src-main/core/logging/logger.ts';
import { TokenSetStore } from '../../../src-main/core/oauth/token-set-store.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { MemoryVault } from '../../support/memory-vault.ts';
import { tokenSet } from '../../support/oauth-fixtures.ts';

const ID = 'account-1';

function rig() {
  const clock = new ManualClock();
  const vault = new MemoryVault();
  const errors: string[] = [];
  const logger = { ...silentLogger, error: (message: string) => errors.push(message) };
  const rotation = (n: number) =>
    tokenSet(clock.now(), { accessToken: `access-${n}`, refreshToken: `refresh-${n}` });
  vault.put(ID, rotation(1));
  const events = createEventBus((error) => {
    throw error;
  });
  const heldNews: (readonly string[])[] = [];
  events.subscribe((event) => event.kind === 'sign-ins-held' && heldNews.push(event.accountIds));
  const store = new TokenSetStore({ vault, clock, events, logger });
  return { clock, vault, errors, heldNews, rotation, store };
}

test('two rotations in a row are stored in order though the disk refused the first', async () => {
  const { clock, vault, store, rotation } = rig();
  vault.diskIsFull = true;
  expect(await store.save(ID, rotation(2), store.entry(ID)!)).toBe('held');
  expect(await store.save(ID, rotation(3), store.entry(ID)!)).toBe('held');
  expect(store.read(ID)?.accessToken).toBe('access-3');
  vault.diskIsFull = false;
  await clock.advanceAsync(2_000);
  expect(vault.tokenSet(ID)?.accessToken).toBe('access-3');
  expect(vault.written.map(({ record }) => record.kind === 'token-set' && record.accessToken)).toEqual([
    'access-1',
    'access-3',
  ]);
});

test('a rotation is not lost to the held predecessor that the disk takes at the same moment', async () => {
  const { clock, vault, store, rotation } = rig();
  vault.diskIsFull = true;
  await store.save(ID, rotation(2), store.entry(ID)!);
  const base = store.entry(ID)!;
  vault.diskIsFull = false;
  const disk = Promise.withResolvers<void>();
  vault.beforeDurable = () => disk.promise;
  clock.advance(1_000); // the retry of rotation 2 is at the disk now
  const saving = store.save(ID, rotation(3), base);
  disk.resolve();
  expect(await saving).toBe('saved');
  expect(vault.tokenSet(ID)?.accessToken).toBe('access-3');
  expect(store.read(ID)?.accessToken).toBe('access-3');
  expect(store.unsaved()).toEqual([]);
  expect(clock.pendingTimers).toBe(0);
});

test('a disk that stays full is tried again at growing distances, at least once a minute', async () => {
  const { clock, vault, store, rotation } = rig();
  let attempts = 0;
  vault.beforeDurable = async () => void attempts++;
  vault.diskIsFull = true;
  await store.save(ID, rotation(2), store.entry(ID)!);
  await clock.advanceAsync(10 * 60_000, 1_000);
  expect(attempts).toBeGreaterThanOrEqual(10);
  expect(attempts).toBeLessThan(25);
});

test('a vault that breaks its promise does not lose the set either', async () => {
  const { vault, store, rotation } = rig();
  vault.beforeDurable = () => Promise.reject(new Error('broken'));
  expect(await store.save(ID, rotation(2), store.entry(ID)!)).toBe('held');
  expect(store.read(ID)?.accessToken).toBe('access-2');
});

test('a held set is dropped when its account is signed out or signs in anew', async () => {
  for (const supersede of ['remove', 'sign-in'] as const) {
    const { clock, vault, store, rotation } = rig();
    vault.diskIsFull = true;
    await store.save(ID, rotation(2), store.entry(ID)!);
    vault.diskIsFull = false;
    if (supersede === 'remove') await vault.remove(ID);
    else vault.put(ID, rotation(9));
    expect(store.read(ID)?.accessToken).toBe(supersede === 'remove' ? undefined : 'access-9');
    await clock.advanceAsync(1_000);
    expect(store.unsaved()).toEqual([]);
    expect(vault.tokenSet(ID)?.accessToken).toBe(supersede === 'remove' ? undefined : 'access-9');
  }
});

test('what cannot be stored even at the end is reported as lost', async () => {
  const { clock, vault, errors, store, rotation } = rig();
  vault.diskIsFull = true;
  await store.save(ID, rotation(2), store.entry(ID)!);
  await store.close();
  expect(errors).toHaveLength(2);
  await store.save(ID, rotation(3), store.entry(ID)!);
  expect(errors).toHaveLength(3);
  expect(clock.pendingTimers).toBe(0);
});

test('says once that a rotation is only in memory, and once that it is stored', async () => {
  const { clock, vault, store, rotation, heldNews } = rig();
  vault.diskIsFull = true;
  await store.save(ID, rotation(2), store.entry(ID)!);
  await store.save(ID, rotation(3), store.entry(ID)!);
  await clock.advanceAsync(10_000, 1_000);
  expect(heldNews).toEqual([[ID]]);
  vault.diskIsFull = false;
  await clock.advanceAsync(60_000, 1_000);
  expect(heldNews).toEqual([[ID], []]);
});

test('the newest set is the rotated one from the moment it is known, and nobody reads it before it is durable', async () => {
  const { vault, store, rotation } = rig();
  const disk = Promise.withResolvers<void>();
  vault.beforeDurable = () => disk.promise;
  const heard: string[] = [];
  store.onRotated(({ accountId, spent, rotated }) =>
    heard.push(`${accountId}: ${spent.refreshToken} → ${rotated.refreshToken}`),
  );
  const saving = store.save(ID, rotation(2), store.entry(ID)!);
  expect(heard).toEqual([`${ID}: refresh-1 → refresh-2`]);
  expect(store.newest(ID)?.refreshToken).toBe('refresh-2');
  expect(store.read(ID)?.refreshToken).toBe('refresh-1');
  // A sign-in that comes in between is newer than what the refresh brings.
  vault.put(ID, rotation(7));
  expect(store.newest(ID)?.refreshToken).toBe('refresh-7');
  disk.resolve();
  expect(await saving).toBe('superseded');
  expect(store.newest(ID)?.refreshToken).toBe('refresh-7');
});

test('the newest set is the one in memory while the disk is full, and none after a removal', async () => {
  const { vault, store, rotation, clock } = rig();
  vault.diskIsFull = true;
  await store.save(ID, rotation(2), store.entry(ID)!);
  expect(store.newest(ID)?.refreshToken).toBe('refresh-2');
  await vault.remove(ID);
  vault.diskIsFull = false;
  expect(store.newest(ID)).toBeNull();
  await clock.advanceAsync(60_000);
  expect(vault.read(ID)).toBeNull();
  expect(store.unsaved()).toEqual([]);
});
