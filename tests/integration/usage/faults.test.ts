import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmdirSync,
  statSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../../src-main/core/lib/result.ts';
import { silentLogger } from '../../../src-main/core/logging/logger.ts';
import { loadAddon } from '../../../src-main/core/usage/load-sqlite.ts';
import type { SqlDatabase } from '../../../src-main/core/usage/sql-database.ts';
import { type HistoryRig, openHistoryRig } from '../../support/history-rig.ts';
import { requestFacts } from '../../support/request-facts.ts';
import { ScratchFolder } from '../../support/scratch-folder.ts';

/** Lets `ms` pass, and the tries that fall into it happen. */
async function pass(rig: HistoryRig, ms: number): Promise<void> {
  rig.clock.advance(ms);
  await rig.history.flush();
}

async function fill(folder: ScratchFolder, count: number): Promise<void> {
  await using rig = openHistoryRig(folder.path);
  for (let n = 0; n < count; n += 1) rig.record(requestFacts(`old-${n}`));
  await rig.history.flush();
}

/**
 * Holds the database as another program would. By the same library, because POSIX locks do not hold between two
 * copies of SQLite in one process.
 */
async function lock(folder: ScratchFolder): Promise<SqlDatabase> {
  const other = (await loadAddon())!(folder.file('usage.db'), 0);
  other.exec('BEGIN IMMEDIATE');
  return other;
}

describe('a database that another program has locked', () => {
  it('is waited for: nothing is lost, and a short lock is not told', async () => {
    using folder = new ScratchFolder();
    await fill(folder, 1);
    const other = await lock(folder);
    await using rig = openHistoryRig(folder.path);
    rig.record(requestFacts('r-1'));
    await pass(rig, 1_000);
    expect(rig.history.counts).toMatchObject({ waiting: 1, written: 0 });
    other.exec('ROLLBACK');
    await pass(rig, 1_000);
    expect(rig.history.counts).toMatchObject({ waiting: 0, written: 1, dropped: 0 });
    expect(rig.told()).toEqual([]);
    other.close();
  });

  it('is told once when it stays so, and told again when it is over', async () => {
    using folder = new ScratchFolder();
    await fill(folder, 1);
    const other = await lock(folder);
    await using rig = openHistoryRig(folder.path);
    rig.record(requestFacts('r-1'));
    await pass(rig, 1_000);
    for (let n = 0; n < 5; n += 1) await pass(rig, 60_000);
    expect(rig.events).toEqual([{ kind: 'history-unavailable', code: 'SQLITE_BUSY' }]);
    other.exec('ROLLBACK');
    other.close();
    await pass(rig, 60_000);
    expect(rig.told()).toEqual(['history-unavailable', 'history-available']);
    expect((await rig.report())[0]!.sums.requests).toBe(2);
  });

  it('holds up to its bound of facts and drops the oldest beyond it, loudly', async () => {
    using folder = new ScratchFolder();
    await fill(folder, 1);
    const other = await lock(folder);
    const warnings: (number | undefined)[] = [];
    const logger = {
      ...silentLogger,
      warn: (message: string, fields?: { readonly count?: number }) => {
        if (message.includes('missing')) warnings.push(fields?.count);
      },
    };
    await using rig = openHistoryRig(folder.path, { logger });
    for (let n = 0; n < 5_003; n += 1) rig.record(requestFacts(`r-${n}`));
    await pass(rig, 1_000);
    expect(rig.history.counts).toEqual({ waiting: 5_000, written: 0, dropped: 3 });
    expect(warnings).toEqual([3]);
    other.close();
  });
});

describe('a database that cannot be opened', () => {
  it('is tried again until it can, and the requests of the meantime are kept', async () => {
    using folder = new ScratchFolder();
    mkdirSync(folder.file('usage.db'));
    await using rig = openHistoryRig(folder.path);
    rig.record(requestFacts('r-1'));
    await pass(rig, 1_000);
    expect(rig.told()).toEqual(['history-unavailable']);
    expect(await rig.history.ask((reader) => reader.recent(1))).toBeNull();
    rmdirSync(folder.file('usage.db'));
    await pass(rig, 60_000);
    expect(rig.told()).toEqual(['history-unavailable', 'history-available']);
    expect((await rig.report())[0]!.sums.requests).toBe(1);
  });

  it('ends the history of this run where no SQLite can be loaded, and requests go on', async () => {
    using folder = new ScratchFolder();
    await using rig = openHistoryRig(folder.path, { load: async () => fail('sqlite-missing', 'None.') });
    rig.record(requestFacts('r-1'));
    await pass(rig, 1_000);
    rig.record(requestFacts('r-2'));
    expect(rig.events).toEqual([{ kind: 'history-unavailable', code: 'sqlite-missing' }]);
    expect(rig.history.counts).toEqual({ waiting: 0, written: 0, dropped: 2 });
  });
});

describe('a disk that does not take what is written', () => {
  it('is told when it is full, loses nothing meanwhile, and is not made room on by deleting history', async () => {
    using folder = new ScratchFolder();
    await fill(folder, 3);
    const disk = { isFull: true };
    const open = (await loadAddon())!;
    const load = async () =>
      ok((path: string, timeoutMs: number): SqlDatabase => {
        const database = open(path, timeoutMs);
        return {
          prepare: (sql) => database.prepare(sql),
          close: () => database.close(),
          exec(sql) {
            if (sql === 'COMMIT' && disk.isFull)
              throw Object.assign(new Error('full'), { code: 'SQLITE_FULL' });
            return database.exec(sql);
          },
        };
      });
    await using rig = openHistoryRig(folder.path, { load });
    rig.record(requestFacts('r-1'));
    await pass(rig, 1_000);
    expect(rig.events).toEqual([{ kind: 'history-unavailable', code: 'SQLITE_FULL' }]);
    rig.record(requestFacts('r-2'));
    disk.isFull = false;
    await pass(rig, 60_000);
    expect(rig.told()).toEqual(['history-unavailable', 'history-available']);
    expect((await rig.report())[0]!.sums.requests).toBe(5);
  });

  it('is told when it is read-only, and requests go on', async () => {
    using folder = new ScratchFolder();
    await fill(folder, 1);
    const { default: Database } = await import('better-sqlite3');
    const load = async () => ok((path: string) => new Database(path, { readonly: true }) as SqlDatabase);
    await using rig = openHistoryRig(folder.path, { load });
    rig.record(requestFacts('r-1'));
    await pass(rig, 1_000);
    expect(rig.events).toEqual([{ kind: 'history-unavailable', code: 'SQLITE_READONLY' }]);
    expect(rig.history.counts).toMatchObject({ waiting: 1, dropped: 0 });
  });
});

describe('a damaged database', () => {
  const aside = (folder: ScratchFolder) =>
    readdirSync(folder.path).filter(
      (name) => name.startsWith('usage.db.damaged-') && !/-(wal|shm)$/.test(name),
    );

  it('is set aside under a dated name when it is no database at all', async () => {
    using folder = new ScratchFolder();
    writeFileSync(
      folder.file('usage.db'),
      'this is not a database, but it is long enough to look at. '.repeat(50),
    );
    await using rig = openHistoryRig(folder.path);
    rig.record(requestFacts('r-1'));
    await pass(rig, 1_000);
    expect(aside(folder)).toEqual(['usage.db.damaged-20261122T120001Z']);
    expect(rig.events).toEqual([
      { kind: 'history-set-aside', file: folder.file('usage.db.damaged-20261122T120001Z') },
    ]);
    expect((await rig.report())[0]!.sums.requests).toBe(1);
  });

  it('is set aside when its damage comes to light in the middle of the work', async () => {
    using folder = new ScratchFolder();
    await fill(folder, 600);
    const path = folder.file('usage.db');
    const file = openSync(path, 'r+');
    for (let at = 4_096; at < statSync(path).size; at += 4_096)
      writeSync(file, Buffer.alloc(4_000, 0xa5), 0, 4_000, at);
    closeSync(file);
    await using rig = openHistoryRig(folder.path);
    rig.record(requestFacts('r-1'));
    await pass(rig, 1_000);
    expect(aside(folder)).toHaveLength(1);
    expect(rig.told()).toEqual(['history-set-aside']);
    expect((await rig.report())[0]!.sums.requests).toBe(1);
  });

  it('is not begun a third time when the second is damaged at once: then the disk is to blame', async () => {
    using folder = new ScratchFolder();
    writeFileSync(folder.file('usage.db'), 'x'.repeat(5_000));
    const path = folder.file('usage.db');
    await using rig = openHistoryRig(folder.path);
    rig.record(requestFacts('r-1'));
    await pass(rig, 1_000);
    const file = openSync(path, 'r+');
    writeSync(file, Buffer.alloc(statSync(path).size, 0x5a), 0);
    closeSync(file);
    unlinkSync(`${path}-wal`);
    await pass(rig, 60_000 - 2_000);
    rig.record(requestFacts('r-2'));
    await pass(rig, 1_000);
    expect(rig.told().filter((kind) => kind === 'history-set-aside')).toHaveLength(1);
  });
});

describe('a database of a newer version', () => {
  it('is neither written nor moved: it is told, and requests go on', async () => {
    using folder = new ScratchFolder();
    await fill(folder, 3);
    const newer = new DatabaseSync(folder.file('usage.db'));
    newer.exec('PRAGMA user_version = 99');
    newer.close();
    await using rig = openHistoryRig(folder.path);
    rig.record(requestFacts('r-1'));
    await pass(rig, 1_000);
    expect(rig.events).toEqual([{ kind: 'history-unavailable', code: 'newer-version' }]);
    expect(rig.history.counts).toEqual({ waiting: 0, written: 0, dropped: 1 });
    const kept = new DatabaseSync(folder.file('usage.db'));
    expect(kept.prepare('SELECT count(*) AS n FROM requests').get()).toEqual({ n: 3 });
    expect(readdirSync(folder.path).filter((name) => name.includes('damaged'))).toEqual([]);
    kept.close();
  });
});

describe('a database that somebody deletes while it is in use', () => {
  it('is made anew within a minute', async () => {
    using folder = new ScratchFolder();
    await using rig = openHistoryRig(folder.path);
    rig.record(requestFacts('r-1'));
    await rig.history.flush();
    for (const suffix of ['', '-wal', '-shm']) unlinkSync(rig.path + suffix);
    await rig.clock.advanceAsync(61_000, 1_000);
    rig.record(requestFacts('r-2'));
    expect((await rig.report())[0]!.sums.requests).toBe(1);
    expect(statSync(rig.path).size).toBeGreaterThan(0);
  });
});
