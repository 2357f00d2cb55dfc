import { describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../../src-main/core/lib/result.ts';
import { RecordVault } from '../../../src-main/core/vault/record-vault.ts';
import type { ContentStore } from '../../../src-main/core/vault/sealed-file.ts';
import { EMPTY_VAULT, type VaultContent } from '../../../src-main/core/vault/vault-content.ts';
import type { VaultRecord } from '../../../src-main/core/vault/vault-port.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { clientKey, tokenSet } from '../../support/vault/vault-samples.ts';

/** A store whose every save waits until the test answers it. */
class HeldStore implements ContentStore {
  readonly saves: { content: VaultContent; answer: (result: Result<void, 'write-failed'>) => void }[] = [];

  save(content: VaultContent): Promise<Result<void, 'write-failed'>> {
    return new Promise((answer) => this.saves.push({ content, answer }));
  }

  async followUp(): Promise<void> {}
}

const settle = () => new Promise((resolve) => setImmediate(resolve));
const setup = () => {
  const store = new HeldStore();
  return { store, vault: new RecordVault(EMPTY_VAULT, store, new ManualClock()) };
};

describe('the vault before its readers and writers', () => {
  it('shows a record only when it is durable', async () => {
    const { store, vault } = setup();
    const written = vault.write('a', clientKey('one'), 0);
    await settle();
    expect(vault.read('a')).toBeNull();
    store.saves[0]!.answer(ok(undefined));
    expect(await written).toEqual({ ok: true, value: { version: 1 } });
    expect(vault.read('a')).toEqual({ version: 1, record: clientKey('one') });
  });

  it('refuses a writer that has not seen the last version', async () => {
    const { store, vault } = setup();
    const first = vault.write('a', clientKey('one'), 0);
    const late = vault.write('a', clientKey('late'), 0);
    await settle();
    store.saves[0]!.answer(ok(undefined));
    expect((await first).ok).toBe(true);
    expect(await late).toMatchObject({ ok: false, error: { code: 'conflict' } });
    expect(await vault.write('b', clientKey('x'), 3)).toMatchObject({ error: { code: 'conflict' } });
    expect(store.saves).toHaveLength(1);
    expect(vault.ids()).toEqual(['a']);
  });

  it('never gives a version out twice, so a writer from before a removal cannot roll the new record back', async () => {
    const { store, vault } = setup();
    const step = async <T>(change: Promise<T>): Promise<T> => {
      await settle();
      store.saves.at(-1)!.answer(ok(undefined));
      return change;
    };
    await step(vault.write('a', tokenSet('before logout'), 0));
    const seenByRefresh = vault.read('a')!.version;
    await step(vault.remove('a'));
    await step(vault.write('a', tokenSet('after new login'), 0));
    expect(await vault.write('a', tokenSet('late refresh'), seenByRefresh)).toMatchObject({
      error: { code: 'conflict' },
    });
    expect(vault.read('a')!.record).toEqual(tokenSet('after new login'));
  });

  it('writes together what queued up while the disk was busy, in the order of asking', async () => {
    const { store, vault } = setup();
    const first = vault.write('a', clientKey('1'), 0);
    await settle();
    const rest = [
      vault.write('b', clientKey('2'), 0),
      vault.write('c', clientKey('3'), 0),
      vault.remove('b'),
    ];
    store.saves[0]!.answer(ok(undefined));
    await first;
    await settle();
    expect(store.saves).toHaveLength(2);
    store.saves[1]!.answer(ok(undefined));
    expect((await Promise.all(rest)).every((outcome) => outcome.ok)).toBe(true);
    expect(vault.ids()).toEqual(['a', 'c']);
    expect(store.saves[1]!.content.sequence).toBe(4);
  });

  it('stays as it was when the disk refuses, and takes the next write', async () => {
    const { store, vault } = setup();
    const failing = [
      vault.write('a', clientKey('1'), 0),
      vault.write('a', clientKey('2'), 0),
      vault.remove('x'),
    ];
    await settle();
    store.saves[0]!.answer(fail('write-failed', 'The disk is full.'));
    for (const outcome of await Promise.all(failing)) {
      expect(outcome).toEqual({ ok: false, error: { code: 'write-failed', message: 'The disk is full.' } });
    }
    expect(vault.read('a')).toBeNull();
    const again = vault.write('a', clientKey('3'), 0);
    await settle();
    store.saves[1]!.answer(ok(undefined));
    expect(await again).toEqual({ ok: true, value: { version: 1 } });
  });

  it('removes what is not there without asking the disk', async () => {
    const { store, vault } = setup();
    expect(await vault.remove('nobody')).toEqual({ ok: true, value: undefined });
    expect(store.saves).toHaveLength(0);
  });

  it('keeps its own copy of a record', async () => {
    const { store, vault } = setup();
    const record = { ...tokenSet('mine'), scopes: ['a'] };
    const written = vault.write('a', record, 0);
    record.scopes.push('b');
    await settle();
    store.saves[0]!.answer(ok(undefined));
    await written;
    expect(vault.read('a')!.record).toEqual({ ...tokenSet('mine'), scopes: ['a'] });
  });

  it('throws at a record that would not come back from the disk as it is, without showing it', async () => {
    const { vault } = setup();
    const records = [
      { ...tokenSet('sk-hidden'), expiresAt: Number.NaN },
      { ...clientKey('sk-hidden'), extra: 1 },
      { kind: 'sk-hidden' },
    ];
    for (const record of records) {
      const written = vault.write('a', record as VaultRecord, 0);
      await expect(written).rejects.toThrow(/^Not a vault record: wrong value at "\w*"\.$/);
    }
  });

  it('finishes what was asked for before it closes and refuses what comes after', async () => {
    const { store, vault } = setup();
    const written = vault.write('a', clientKey('1'), 0);
    const closed = vault.close();
    expect(await vault.write('b', clientKey('2'), 0)).toMatchObject({ error: { code: 'write-failed' } });
    await settle();
    store.saves[0]!.answer(ok(undefined));
    await closed;
    expect((await written).ok).toBe(true);
    expect(vault.ids()).toEqual(['a']);
  });

  it('passes a broken promise of the store on to the writers and goes on', async () => {
    const { store, vault } = setup();
    const save = store.save.bind(store);
    store.save = () => Promise.reject(new Error('a bug'));
    await expect(vault.write('a', clientKey('1'), 0)).rejects.toThrow('a bug');
    store.save = save;
    const written = vault.write('a', clientKey('2'), 0);
    await settle();
    store.saves[0]!.answer(ok(undefined));
    expect((await written).ok).toBe(true);
  });
});
