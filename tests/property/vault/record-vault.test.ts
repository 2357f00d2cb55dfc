import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fail, ok } from '../../../src-main/core/lib/result.ts';
import { RecordVault } from '../../../src-main/core/vault/record-vault.ts';
import { EMPTY_VAULT, type VaultContent } from '../../../src-main/core/vault/vault-content.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { clientKey } from '../../support/vault/vault-samples.ts';

const id = fc.constantFrom('one', 'two', 'three');
const wish = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('write' as const), id, late: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const), id }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rotate' as const) }) },
);

test('under any interleaving and with a disk that refuses now and then, what was acknowledged is durable and no version comes twice', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(wish, { minLength: 1, maxLength: 10 }),
      fc.array(fc.boolean(), { minLength: 4, maxLength: 20 }),
      async (scheduler, wishes, refusals) => {
        let durable: VaultContent = EMPTY_VAULT;
        let saves = 0;
        let atTheDisk = 0;
        let overlapped = false;
        const atDisk = async <T>(step: () => T): Promise<T> => {
          atTheDisk += 1;
          overlapped ||= atTheDisk > 1;
          await scheduler.schedule(Promise.resolve(), 'disk');
          atTheDisk -= 1;
          return step();
        };
        const vault = new RecordVault(
          EMPTY_VAULT,
          {
            save: (content) =>
              atDisk(() => {
                if (refusals[saves++ % refusals.length]) return fail('write-failed', 'The disk is full.');
                durable = content;
                return ok(undefined);
              }),
            followUp: () => atDisk(() => {}),
          },
          new ManualClock(),
        );

        const versions: number[] = [];
        const grant = async (one: (typeof wishes)[number], index: number): Promise<void> => {
          await scheduler.schedule(Promise.resolve(), one.kind);
          if (one.kind === 'rotate') return vault.exclusively(() => atDisk(() => {}));
          if (one.kind === 'remove') {
            const before = vault.read(one.id);
            const removed = await vault.remove(one.id);
            const after = durable.entries.get(one.id);
            // Somebody may have written it anew meanwhile, but the record that was there is gone.
            if (removed.ok && before !== null) expect(after?.version).not.toBe(before.version);
            return;
          }
          const seen = vault.read(one.id)?.version ?? 0;
          if (one.late) await scheduler.schedule(Promise.resolve(), 'thinking');
          const record = clientKey(`value ${index}`);
          const written = await vault.write(one.id, record, seen);
          if (!written.ok) return;
          const { version } = written.value;
          versions.push(version);
          const entry = durable.entries.get(one.id);
          if (entry?.version === version) expect(entry.record).toEqual(record);
          else expect(durable.sequence).toBeGreaterThan(version);
        };
        await scheduler.waitFor(Promise.all(wishes.map(grant)));
        await scheduler.waitFor(vault.close());

        expect(overlapped).toBe(false);
        expect(new Set(versions).size).toBe(versions.length);
        expect(vault.ids()).toEqual([...durable.entries.keys()].sort());
        for (const one of vault.ids()) expect(vault.read(one)).toEqual(durable.entries.get(one));
      },
    ),
    { numRuns: 150 },
  );
});
