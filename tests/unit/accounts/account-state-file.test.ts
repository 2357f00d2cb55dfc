import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AccountCounters } from '../../../src-main/core/accounts/account-counters.ts';
import { GOOD_HEALTH } from '../../../src-main/core/accounts/account-health.ts';
import {
  openAccountStateFile,
  stateFileStorage,
} from '../../../src-main/core/accounts/account-state-file.ts';
import {
  formatSavedAccounts,
  parseSavedAccounts,
  type SavedAccount,
} from '../../../src-main/core/accounts/saved-accounts.ts';
import { fail } from '../../../src-main/core/lib/result.ts';
import { type Logger, silentLogger } from '../../../src-main/core/logging/logger.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const saved: SavedAccount = {
  id: 'abcdefghijkl',
  key: { provider: 'P', identity: 'main@example.com' },
  baseUrl: null,
  present: true,
  secretIssue: 'sign-in-1',
  health: {
    ...GOOD_HEALTH,
    needsLogin: { cause: 'refresh-token-invalid', since: 5 },
    cooldowns: [
      { cause: { kind: 'quota', claim: 'five_hour' }, scope: { kind: 'account' }, since: 1, until: 2.5 },
      {
        cause: { kind: 'token-refused', status: 401 },
        scope: { kind: 'model-family', family: 'opus' },
        since: 1,
        until: 2,
      },
    ],
    throttle: { since: 1, until: 2 },
    ejection: { failures: 5, since: 1, until: 2 },
  },
  windows: [
    { name: '5h', utilization: 0.19, resetsAt: 9, status: 'allowed', source: 'response-headers', readAt: 1 },
  ],
  counters: new AccountCounters(null).save(),
};

let folder = '';
const path = () => join(folder, 'state.json');
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rota-state-'));
});
afterEach(() => rm(folder, { recursive: true }));

function open(clock = new ManualClock(), logger: Logger = silentLogger) {
  return openAccountStateFile({ storage: stateFileStorage(path(), clock), clock, logger });
}
const nextTurn = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('the state file', () => {
  it('reads what it wrote', async () => {
    const file = await open();
    file.store(() => [saved], 1_000);
    await file.close();
    expect((await open()).saved).toEqual([saved]);
  });

  it('collects changes and writes the newest state once', async () => {
    const clock = new ManualClock();
    const file = await open(clock);
    let asked = 0;
    for (let n = 1; n <= 5; n++) {
      file.store(() => {
        asked++;
        return [{ ...saved, id: `abcdefghijk${n}` }];
      }, 1_000);
      clock.advance(100);
    }
    clock.advance(499);
    expect(asked).toBe(0);
    clock.advance(1);
    // A write goes through the disk and takes as long as that takes.
    await vi.waitFor(async () => expect(await readFile(path(), 'utf8')).toContain('abcdefghijk5'));
    expect(asked).toBe(1);
    await file.close();
    expect(asked).toBe(1);
  });

  it('hurries when something more urgent comes', async () => {
    const clock = new ManualClock();
    const file = await open(clock);
    file.store(() => [saved], 10_000);
    file.store(() => [saved], 1_000);
    clock.advance(1_000);
    await vi.waitFor(async () => expect(parseSavedAccounts(await readFile(path(), 'utf8')).ok).toBe(true));
    expect(clock.pendingTimers).toBe(0);
    await file.close();
  });

  it('begins empty where there is none, without a word', async () => {
    const warnings: string[] = [];
    const file = await open(new ManualClock(), {
      ...silentLogger,
      warn: (message) => warnings.push(message),
    });
    expect(file.saved).toEqual([]);
    expect(warnings).toEqual([]);
  });

  it.each([
    ['no JSON', '{"version":1,"accounts":[{'],
    ['another version', '{"version":2,"accounts":[]}'],
    ['a field too many', formatSavedAccounts([saved]).replace('"present":true', '"present":true,"extra":1')],
    ['a wrong id', formatSavedAccounts([{ ...saved, id: '../../etc' }])],
    ['the same id twice', formatSavedAccounts([saved, saved])],
    [
      'too few counters',
      formatSavedAccounts([{ ...saved, counters: { ...saved.counters, recentQuarters: [1] } }]),
    ],
    [
      'an unknown cause',
      formatSavedAccounts([saved]).replace('five_hour', 'five').replace('"quota"', '"quote"'),
    ],
  ])('sets a damaged file aside and begins anew: %s', async (_what, text) => {
    await writeFile(path(), text);
    const warnings: unknown[] = [];
    const file = await open(new ManualClock(), { ...silentLogger, warn: (...line) => warnings.push(line) });
    expect(file.saved).toEqual([]);
    expect(warnings).toHaveLength(1);
    expect(JSON.stringify(warnings)).toContain('damaged');
    const names = await readdir(folder);
    expect(names).toHaveLength(1);
    expect(await readFile(join(folder, names[0]!), 'utf8')).toBe(text);
  });

  it('says so when the disk refuses, and tries again', async () => {
    const clock = new ManualClock();
    const written: string[] = [];
    const warnings: string[] = [];
    let diskIsFull = true;
    const file = await openAccountStateFile({
      storage: {
        load: async () => ({ ok: true, value: null }),
        persist: async (text) => {
          if (diskIsFull) return fail('write-failed', 'The disk is full.');
          written.push(text);
          return { ok: true, value: undefined };
        },
        setAside: async () => fail('write-failed', 'unused'),
      },
      clock,
      logger: { ...silentLogger, warn: (message) => warnings.push(message) },
    });
    file.store(() => [saved], 0);
    await clock.advanceAsync(1);
    expect(warnings).toHaveLength(1);
    diskIsFull = false;
    await clock.advanceAsync(30_000);
    expect(written).toHaveLength(1);
    await file.close();
  });

  it('never writes two states at once', async () => {
    const clock = new ManualClock();
    let writing = 0;
    let mostAtOnce = 0;
    const release: (() => void)[] = [];
    const file = await openAccountStateFile({
      storage: {
        load: async () => ({ ok: true, value: null }),
        persist: async () => {
          mostAtOnce = Math.max(mostAtOnce, ++writing);
          await new Promise<void>((resolve) => release.push(resolve));
          writing--;
          return { ok: true, value: undefined };
        },
        setAside: async () => fail('write-failed', 'unused'),
      },
      clock,
      logger: silentLogger,
    });
    file.store(() => [saved], 0);
    await clock.advanceAsync(1);
    file.store(() => [], 0);
    await clock.advanceAsync(1);
    const closed = file.close();
    await nextTurn();
    release.shift()!();
    await nextTurn();
    release.shift()?.();
    await closed;
    expect(mostAtOnce).toBe(1);
  });
});
