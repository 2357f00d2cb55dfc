import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RotatingFileSink } from '../../../src-main/core/logging/rotating-file-sink.ts';
import { createShellLogs } from '../../../src-main/core/logging/shell-logs.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { ScratchFolder } from '../../support/scratch-folder.ts';

const LIMITS = { maxFileBytes: 2_000, maxOldFiles: 2, maxDays: 14 };
const DAY_MS = 24 * 3_600_000;

function linesOf(file: string): Record<string, unknown>[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** Waits until everything that was said is on the disk. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 60));

describe('the log file', () => {
  it('has one JSON object a line, with the time of the core, and only its owner may read it', async () => {
    using folder = new ScratchFolder();
    const clock = new ManualClock();
    const place = join(folder.path, 'data', 'logs');
    const sink = await RotatingFileSink.open(place, clock);
    sink.write({
      at: clock.now(),
      level: 'warn',
      message: 'It is odd',
      fields: { accountId: 'work', count: 3 },
    });
    await sink.close();
    expect(linesOf(join(place, 'rota.log'))).toEqual([
      {
        level: 'warn',
        time: '2026-11-22T12:00:00.000Z',
        pid: process.pid,
        accountId: 'work',
        count: 3,
        message: 'It is odd',
      },
    ]);
    expect(statSync(join(place, 'rota.log')).mode & 0o777).toBe(0o600);
    expect(statSync(place).mode & 0o777).toBe(0o700);
  });

  it('is put aside when it is large, and only so many old ones are kept; no line is lost on the way', async () => {
    using folder = new ScratchFolder();
    const clock = new ManualClock();
    const sink = await RotatingFileSink.open(folder.path, clock, { ...LIMITS, maxOldFiles: 50 });
    for (let n = 0; n < 60; n += 1) {
      sink.write({
        at: clock.now(),
        level: 'info',
        message: `line ${n}`,
        fields: { detail: 'x'.repeat(150) },
      });
      if (n % 10 === 9) await settle();
    }
    await sink.close();
    const files = readdirSync(folder.path).sort();
    expect(files.length).toBeGreaterThan(2);
    expect(files.every((name) => /^rota(\.20261122T120000(-\d+)?Z)?\.log$/.test(name))).toBe(true);
    const said = files.flatMap((name) => linesOf(folder.file(name)).map(({ message }) => message));
    expect(said).toHaveLength(60);
    expect(new Set(said).size).toBe(60);
    for (const name of files) expect(statSync(folder.file(name)).mode & 0o777, name).toBe(0o600);

    const again = await RotatingFileSink.open(folder.path, clock, LIMITS);
    await again.close();
    expect(readdirSync(folder.path)).toHaveLength(1 + LIMITS.maxOldFiles);
  });

  it('is put aside when its day is over, and goes for good after two weeks', async () => {
    using folder = new ScratchFolder();
    const clock = new ManualClock(Date.now());
    writeFileSync(folder.file('rota.20200101T000000Z.log'), '{}\n');
    utimesSync(folder.file('rota.20200101T000000Z.log'), 0, 0);
    writeFileSync(folder.file('notes.log'), 'not ours');
    const sink = await RotatingFileSink.open(folder.path, clock, LIMITS);
    expect(existsSync(folder.file('rota.20200101T000000Z.log'))).toBe(false);
    sink.write({ at: clock.now(), level: 'info', message: 'today', fields: {} });
    await settle();
    clock.advance(DAY_MS);
    sink.write({ at: clock.now(), level: 'info', message: 'the last of today’s file', fields: {} });
    await settle();
    sink.write({ at: clock.now(), level: 'info', message: 'tomorrow', fields: {} });
    await sink.close();
    expect(linesOf(folder.file('rota.log')).at(-1)).toMatchObject({ message: 'tomorrow' });
    expect(readdirSync(folder.path)).toHaveLength(3);
    expect(readFileSync(folder.file('notes.log'), 'utf8')).toBe('not ours');
  });
});

describe('the logs of a shell', () => {
  it('keep what was said before the file is opened', async () => {
    using folder = new ScratchFolder();
    const console: string[] = [];
    const place = folder.file('logs');
    const logs = createShellLogs({
      console: (line) => console.push(line),
      folder: place,
      clock: new ManualClock(),
    });
    logs.logger.info('at the start', { port: 1 });
    expect(existsSync(place)).toBe(false);
    expect(console).toHaveLength(1);
    await logs.open();
    logs.logger.error('later');
    await logs.close();
    expect(linesOf(join(place, 'rota.log')).map(({ message }) => message)).toEqual(['at the start', 'later']);
  });

  it('write the file at the end where a start never came so far as to open it', async () => {
    using folder = new ScratchFolder();
    const logs = createShellLogs({ console: null, folder: folder.file('logs'), clock: new ManualClock() });
    logs.logger.error('the start failed');
    await logs.close();
    expect(linesOf(join(folder.file('logs'), 'rota.log'))).toMatchObject([{ message: 'the start failed' }]);
  });

  it('go on at the console where no file can be opened', async () => {
    using folder = new ScratchFolder();
    writeFileSync(folder.file('logs'), 'a file in the place of the folder');
    const console: string[] = [];
    const logs = createShellLogs({
      console: (line) => console.push(line),
      folder: folder.file('logs'),
      clock: new ManualClock(),
    });
    await logs.open();
    logs.logger.info('all is well');
    await logs.close();
    expect(console[0]).toContain('The log file cannot be opened');
    expect(console[1]).toContain('all is well');
  });

  it('leave no folder behind where nothing was said', async () => {
    using folder = new ScratchFolder();
    mkdirSync(folder.file('data'));
    const logs = createShellLogs({
      console: null,
      folder: folder.file('data/logs'),
      clock: new ManualClock(),
    });
    await logs.close();
    expect(existsSync(folder.file('data/logs'))).toBe(false);
  });
});
