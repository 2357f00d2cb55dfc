import { appendFile, mkdir, mkdtemp, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { type Clock, systemClock } from '../../../src-main/core/lib/clock.ts';
import { openSettingsFile, type SettingsFile } from '../../../src-main/core/settings/settings-file.ts';
import type { SettingsProblem } from '../../../src-main/core/settings/settings-problem.ts';
import { SETTLE_MS } from '../../../src-main/core/settings/watch-file.ts';
import { ManualClock } from '../../support/manual-clock.ts';

/** The promise is 3 s; a test machine with other work gets some more, in ms. */
const IN_FORCE_WITHIN = 6_000;

/** A folder of its own for one test, with what the settings file tells; everything is closed at the end. */
async function place(clock: Clock = systemClock) {
  const dir = await mkdtemp(join(tmpdir(), 'rota-settings-'));
  const path = join(dir, 'rota.yaml');
  const told = {
    warnings: [] as SettingsProblem[],
    refused: [] as SettingsProblem[][],
    failures: [] as unknown[],
  };
  const opened: SettingsFile[] = [];
  const tryOpen = (file = path) =>
    openSettingsFile({
      path: file,
      clock,
      onWarnings: (warnings) => told.warnings.push(...warnings),
      onRefused: (errors) => told.refused.push([...errors]),
      onListenerError: (error) => told.failures.push(error),
    });
  const open = async (file = path) => {
    const result = await tryOpen(file);
    if (!result.ok) expect.unreachable(result.errors[0]?.message);
    opened.push(result.source);
    return result.source;
  };
  return {
    dir,
    path,
    told,
    tryOpen,
    open,
    async [Symbol.asyncDispose]() {
      for (const file of opened) await file.close();
      await rm(dir, { recursive: true });
      expect(told.failures).toEqual([]);
    },
  };
}

const port = (number: number | string) => `# settings\nserver:\n  port: ${number}\n`;
const eventually = (assertion: () => void) =>
  vi.waitFor(assertion, { timeout: IN_FORCE_WITHIN, interval: 20 });

describe.concurrent('a settings file that is named at start', () => {
  it('is in force at once and makes the settings read-only', async () => {
    await using here = await place();
    const { path, open } = here;
    await writeFile(path, port(9191));
    const file = await open();
    expect(file.current().server.port).toBe(9191);
    expect(file.origin).toEqual({ readOnlyFile: path });
  });

  it('tells its warnings', async () => {
    await using here = await place();
    const { path, told, open } = here;
    await writeFile(path, 'servre: {}\n');
    await open();
    expect(told.warnings.map((warning) => warning.message)).toEqual([
      `${path}, line 1, column 1: servre is an unknown key and is ignored; the nearest known one is server.`,
    ]);
  });

  it.each([
    ['does not exist', 'gone.yaml', null, 'unreadable', null],
    ['is a folder', 'folder.yaml', '', 'unreadable', null],
    ['has no known ending', 'rota.conf', port(1), 'unknown-format', null],
    ['is not text', 'bytes.yaml', Buffer.from([0xff, 0xfe, 0x00]), 'not-utf8', null],
    ['is empty', 'empty.yaml', ' \n', 'empty', null],
    ['is too large', 'large.yaml', Buffer.alloc(1_048_577, 0x20), 'too-large', null],
    ['is wrong', 'wrong.yaml', port('none'), 'wrong-value', 3],
  ])('is refused where it %s', async (_why, name, content, code, line) => {
    await using here = await place();
    const { dir, tryOpen } = here;
    const file = join(dir, name);
    if (name.startsWith('folder')) await mkdir(file);
    else if (content !== null) await writeFile(file, content);
    const result = await tryOpen(file);
    expect(result).toMatchObject({ ok: false, errors: [{ code, line, file }] });
    expect(result.ok || result.errors[0]?.message).toMatch(/\.$/);
  });
});

describe.concurrent('a change of the settings file', () => {
  it('made in place is in force within 3 s and heard once', async () => {
    await using here = await place();
    const { path, open } = here;
    await writeFile(path, port(1));
    const file = await open();
    const heard: number[] = [];
    file.subscribe((settings) => heard.push(settings.server.port));
    await writeFile(path, port(2));
    await eventually(() => expect(heard).toEqual([2]));
    expect(file.current().server.port).toBe(2);
  });

  it('made by renaming another file over it is in force, again and again', async () => {
    await using here = await place();
    const { path, open } = here;
    await writeFile(path, port(1));
    const file = await open();
    for (const next of [2, 3, 4]) {
      await writeFile(`${path}.new`, port(next));
      await rename(`${path}.new`, path);
      await eventually(() => expect(file.current().server.port).toBe(next));
    }
  });

  it('made behind a link is in force too', async () => {
    await using here = await place();
    const { dir, open } = here;
    await mkdir(join(dir, 'v1'));
    await mkdir(join(dir, 'v2'));
    await writeFile(join(dir, 'v1', 'rota.yaml'), port(1));
    await writeFile(join(dir, 'v2', 'rota.yaml'), port(2));
    await symlink(join(dir, 'v1'), join(dir, 'live'));
    const file = await open(join(dir, 'live', 'rota.yaml'));
    await symlink(join(dir, 'v2'), join(dir, 'live.new'));
    await rename(join(dir, 'live.new'), join(dir, 'live'));
    await eventually(() => expect(file.current().server.port).toBe(2));
  });

  it('that is wrong changes nothing and names the line, and the correction is in force', async () => {
    await using here = await place();
    const { path, told, open } = here;
    await writeFile(path, port(1));
    const file = await open();
    const heard: number[] = [];
    file.subscribe((settings) => heard.push(settings.server.port));

    await writeFile(path, port('"many"'));
    await eventually(() => expect(told.refused).toHaveLength(1));
    expect(told.refused[0]?.[0]?.message).toBe(
      `${path}, line 3, column 3: server.port must be a whole number from 0 to 65535.`,
    );
    expect(file.current().server.port).toBe(1);
    expect(heard).toEqual([]);

    await writeFile(path, port(2));
    await eventually(() => expect(heard).toEqual([2]));
  });

  it('that only touches it is none', async () => {
    await using here = await place();
    const { path, told, open } = here;
    await writeFile(path, port(1));
    const file = await open();
    let heard = 0;
    file.subscribe(() => heard++);
    await utimes(path, new Date(), new Date());
    await writeFile(path, port(1));
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(heard).toBe(0);
    expect(told.refused).toEqual([]);
  });

  it('that is written in pieces is taken when it is whole', async () => {
    const clock = new ManualClock();
    await using here = await place(clock);
    const { path, told, open } = here;
    await writeFile(path, port(1));
    const file = await open();
    const seen: number[] = [];
    file.subscribe((settings) => seen.push(settings.providers.length));
    /** Less than the file must rest, so that every pause ends with another piece. */
    const pause = async () => {
      clock.advance(SETTLE_MS * 0.75);
      await new Promise((resolve) => setTimeout(resolve, 20));
    };
    await writeFile(path, 'providers:\n');
    for (let piece = 1; piece <= 12; piece++) {
      await pause();
      await appendFile(path, `  - { name: p${piece}, base_url: "https://x.example", auth_value: vault }\n`);
    }
    await vi.waitFor(
      async () => {
        await pause();
        expect(seen).toEqual([12]);
      },
      { timeout: IN_FORCE_WITHIN, interval: 1 },
    );
    expect(told.refused).toEqual([]);
  });

  it('that removes it is told, and the settings stay until it is back', async () => {
    await using here = await place();
    const { path, told, open } = here;
    await writeFile(path, port(1));
    const file = await open();
    await rm(path);
    await eventually(() => expect(told.refused[0]?.[0]?.code).toBe('unreadable'));
    expect(file.current().server.port).toBe(1);
    await writeFile(path, port(2));
    await eventually(() => expect(file.current().server.port).toBe(2));
  });

  it('is heard by the other subscribers where one of them throws', async () => {
    await using here = await place();
    const { path, told, open } = here;
    await writeFile(path, port(1));
    const file = await open();
    const heard: number[] = [];
    const failing = file.subscribe(() => {
      throw new Error('mine');
    });
    file.subscribe((settings) => heard.push(settings.server.port));
    await writeFile(path, port(2));
    await eventually(() => expect(heard).toEqual([2]));
    expect(told.failures.splice(0)).toEqual([new Error('mine')]);
    failing[Symbol.dispose]();
  });

  it('is not heard any more after the file was closed', async () => {
    await using here = await place();
    const { path, open } = here;
    await writeFile(path, port(1));
    const file = await open();
    let heard = 0;
    file.subscribe(() => heard++);
    await file.close();
    await writeFile(path, port(2));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(heard).toBe(0);
  });
});
