import { existsSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ok } from '../../../src-main/core/lib/result.ts';
import { loadAddon, loadBuiltIn } from '../../../src-main/core/usage/load-sqlite.ts';
import { accountNamed, openHistoryRig } from '../../support/history-rig.ts';
import { requestFacts, tokenUsage } from '../../support/request-facts.ts';
import { ScratchFolder } from '../../support/scratch-folder.ts';

const DRIVERS = [
  ['the SQLite add-on', loadAddon],
  ['Node’s own SQLite', loadBuiltIn],
] as const;

describe.each(DRIVERS)('the usage history on %s', (_name, loadDriver) => {
  const load = async () => ok((await loadDriver())!);

  it('gives back every fact of a request, its session id hashed', async () => {
    using folder = new ScratchFolder();
    await using rig = openHistoryRig(folder.path, { load });
    const facts = requestFacts('r-1', {
      sessionId: '3b2c6a1e-session',
      keyName: 'project',
      modelServed: 'vendor-model',
      route: '*opus*',
      passedOver: [{ accountId: 'home', reason: { kind: 'disabled' } }],
      usage: tokenUsage({
        inputTokens: 1,
        outputTokens: 2,
        cacheReadInputTokens: 3,
        cacheCreationInputTokens: 7,
        cacheCreation1hInputTokens: 5,
        cacheCreation5mInputTokens: 2,
      }),
    });
    const bare = requestFacts('r-2', {
      accountId: null,
      model: null,
      usage: null,
      status: null,
      outcome: 'client-aborted',
      incomplete: true,
      firstByteMs: null,
      addedMs: null,
    });
    rig.record(facts, bare);
    const [second, first] = (await rig.history.ask((reader) => reader.recent(10)))!;
    expect({ ...first, sessionId: facts.sessionId }).toEqual(facts);
    expect(first!.sessionId).toMatch(/^[\w-]{16}$/);
    expect(second).toEqual(bare);
    expect(await rig.history.ask((reader) => reader.find('r-1'))).toEqual(first);
    expect(await rig.history.ask((reader) => reader.find('r-3'))).toBeNull();
  });

  it('goes on where it ended, with the same hash for the same session', async () => {
    using folder = new ScratchFolder();
    const sessionId = 'one session';
    {
      await using rig = openHistoryRig(folder.path, { load });
      rig.record(requestFacts('r-1', { sessionId }));
    }
    await using rig = openHistoryRig(folder.path, { load });
    rig.record(requestFacts('r-2', { sessionId }));
    const [second, first] = (await rig.history.ask((reader) => reader.recent(10)))!;
    expect(second!.id).toBe('r-2');
    expect(second!.sessionId).toBe(first!.sessionId);
    expect((await rig.report())[0]!.sums.requests).toBe(2);
  });
});

describe('the usage history', () => {
  it('is not opened before there is something to write or to read', async () => {
    using folder = new ScratchFolder();
    await using rig = openHistoryRig(folder.path);
    rig.clock.advance(3_600_000);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(existsSync(rig.path)).toBe(false);
    expect(await rig.report()).toEqual([]);
    expect(existsSync(rig.path)).toBe(true);
  });

  it('writes a second after the first of a batch, without being asked', async () => {
    using folder = new ScratchFolder();
    await using rig = openHistoryRig(folder.path);
    rig.record(requestFacts('r-1'), requestFacts('r-2'));
    expect(rig.history.counts).toEqual({ waiting: 2, written: 0, dropped: 0 });
    rig.clock.advance(1_000);
    await rig.history.flush();
    expect(rig.history.counts).toEqual({ waiting: 0, written: 2, dropped: 0 });
  });

  it('keeps its files from everybody else, side files included', async () => {
    using folder = new ScratchFolder();
    await using rig = openHistoryRig(folder.path);
    rig.record(requestFacts('r-1'));
    await rig.history.flush();
    for (const suffix of ['', '-wal', '-shm']) {
      expect(statSync(rig.path + suffix).mode & 0o777, suffix).toBe(0o600);
    }
  });

  it('counts a request once, also when it is written twice', async () => {
    using folder = new ScratchFolder();
    await using rig = openHistoryRig(folder.path);
    rig.record(requestFacts('r-1'));
    await rig.history.flush();
    rig.record(requestFacts('r-1'));
    expect((await rig.report())[0]!.sums).toMatchObject({ requests: 1, input_tokens: 10 });
  });

  it('keeps the name of an account that is gone', async () => {
    using folder = new ScratchFolder();
    await using rig = openHistoryRig(folder.path);
    rig.accounts = [accountNamed('work', 'Work')];
    rig.record(requestFacts('r-1'));
    await rig.history.flush();
    rig.accounts = [];
    expect(await rig.history.ask((reader) => reader.names())).toEqual(new Map([['work', 'Work']]));
  });

  it('holds no text of a session id', async () => {
    using folder = new ScratchFolder();
    {
      await using rig = openHistoryRig(folder.path);
      rig.record(requestFacts('r-1', { sessionId: 'b9ddf3c0-4f8e-4be6-a5d6-7b50a7f7c001' }));
    }
    expect(readFileSync(folder.file('usage.db')).includes('b9ddf3c0-4f8e')).toBe(false);
  });

  it('drops the oldest facts, and says so, when more come than it can hold', async () => {
    using folder = new ScratchFolder();
    await using rig = openHistoryRig(folder.path);
    for (let n = 0; n < 5_010; n += 1) rig.record(requestFacts(`r-${n}`));
    expect(rig.history.counts).toEqual({ waiting: 5_000, written: 0, dropped: 10 });
    expect((await rig.report())[0]!.sums.requests).toBe(5_000);
    expect(await rig.history.ask((reader) => reader.find('r-9'))).toBeNull();
  });
});
