import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src-main/core/lib/clock.ts';
import { acquireInstanceLock } from '../../../src-main/core/lib/instance-lock.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { ScriptChild } from '../../support/vault/child-lines.ts';
import { dataFolder } from '../../support/vault/data-folder.ts';

const CHILD = 'instance-lock-child.ts';

describe('the owner of a data folder', () => {
  it('is one at a time within a process, and the next one comes after it', async () => {
    const folder = join(dataFolder(), 'data');
    const clock = new ManualClock();
    const first = await acquireInstanceLock(folder, clock);
    if (!first.ok) throw new Error(first.error.message);

    for (let i = 0; i < 3; i += 1) {
      const second = await acquireInstanceLock(folder, clock);
      expect(second).toMatchObject({
        ok: false,
        error: {
          code: 'already-owned',
          message: `The data folder ${folder} is in use: process ${process.pid}, running since 2026-11-22T12:00:00.000Z, owns it, and only one may.`,
        },
      });
    }
    await first.value.close();
    await first.value.close();
    const third = await acquireInstanceLock(folder, clock);
    expect(third.ok).toBe(true);
    if (third.ok) await third.value.close();
  });

  it('keeps its files to itself and takes its name away when it leaves', async () => {
    const folder = join(dataFolder(), 'data');
    const lock = await acquireInstanceLock(folder, systemClock);
    const modes = readdirSync(folder).map(
      (name) => `${name} ${(statSync(join(folder, name)).mode & 0o777).toString(8)}`,
    );
    expect(modes).toEqual(['instance.json 600', 'instance.lock 600']);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    if (lock.ok) await lock.value.close();
    expect(readdirSync(folder)).toEqual(['instance.lock']);
    expect(readFileSync(join(folder, 'instance.lock'), 'utf8')).toBe('');
  });

  it('still is the owner after others in its own process were refused', async () => {
    const folder = dataFolder();
    const lock = await acquireInstanceLock(folder, systemClock);
    await acquireInstanceLock(folder, systemClock);
    const child = new ScriptChild(CHILD, [folder]);
    expect(await child.line(0)).toMatch(new RegExp(`^refused: already-owned: .*process ${process.pid}, `));
    if (lock.ok) await lock.value.close();
  });

  it('is exactly one of several processes that start at once, also right after a kill -9', async () => {
    const folder = dataFolder();
    let dead: number | undefined;
    for (let round = 0; round < 2; round += 1) {
      const children = Array.from({ length: 3 }, () => new ScriptChild(CHILD, [folder]));
      const answers = await Promise.all(children.map((child) => child.line(0)));
      const owners = children.filter((_, i) => answers[i] === 'owner');
      expect(owners).toHaveLength(1);
      const owner = owners[0]!;
      expect(answers.filter((answer) => answer?.startsWith('refused: already-owned: '))).toHaveLength(2);

      const late = new ScriptChild(CHILD, [folder]);
      expect(await late.line(0)).toContain(`process ${owner.process.pid}, running since 20`);
      expect(owner.process.pid).not.toBe(dead);
      dead = owner.process.pid;
      await owner.kill();
    }
  });

  it('hands over to the next process when it ends in order', async () => {
    const folder = dataFolder();
    const first = new ScriptChild(CHILD, [folder]);
    expect(await first.line(0)).toBe('owner');
    await first.end();
    expect(first.lines).toEqual(['owner', 'released']);
    const second = new ScriptChild(CHILD, [folder]);
    expect(await second.line(0)).toBe('owner');
    await second.end();
  });

  it('is told without a name when its note is damaged', async () => {
    const folder = dataFolder();
    const lock = await acquireInstanceLock(folder, systemClock);
    for (const note of ['', 'null', '{"pid":"x"}', '{"pid":5,"since":"never"}', '\u0000'.repeat(9_000)]) {
      writeFileSync(join(folder, 'instance.json'), note);
      const second = await acquireInstanceLock(folder, systemClock);
      expect(second.ok ? '' : second.error.message).toBe(
        `The data folder ${folder} is in use: another Rota process owns it, and only one may.`,
      );
    }
    if (lock.ok) await lock.value.close();
  });

  it('says why a folder cannot be owned', async () => {
    const folder = dataFolder();
    writeFileSync(join(folder, 'file'), '');
    expect(await acquireInstanceLock(join(folder, 'file'), systemClock)).toMatchObject({
      ok: false,
      error: { code: 'lock-failed' },
    });
    mkdirSync(join(folder, 'closed/instance.lock'), { recursive: true });
    expect(await acquireInstanceLock(join(folder, 'closed'), systemClock)).toMatchObject({
      error: { code: 'lock-failed', message: expect.stringContaining('could not be opened for writing') },
    });
    mkdirSync(join(folder, 'data'));
    writeFileSync(join(folder, 'data', 'instance.lock'), 'not empty, and no database either');
    const lock = await acquireInstanceLock(join(folder, 'data'), systemClock);
    expect(lock.ok ? '' : lock.error.message).toContain('the file must be empty');
  });
});
