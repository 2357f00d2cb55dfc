import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { openHistoryRig } from '../../support/history-rig.ts';
import { ScratchFolder } from '../../support/scratch-folder.ts';

const CHILD = resolve(import.meta.dirname, '../../support/history-writer-child.ts');

/** Lets the child write until it has said `acknowledged` requests, kills it, and returns what it had said by then. */
async function writeAndKill(path: string, acknowledged: number): Promise<number> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CHILD, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = 0;
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    said = Number(text.split('\n').at(-2) ?? 0);
    if (said >= acknowledged) child.kill('SIGKILL');
  });
  await once(child, 'close');
  return said;
}

describe('a history whose process is killed while it writes', () => {
  it.each([130, 1_300, 3_900])('opens again and has lost no written request, after %i', async (count) => {
    using folder = new ScratchFolder();
    const path = folder.file('usage.db');
    const acknowledged = await writeAndKill(path, count);
    expect(acknowledged).toBeGreaterThanOrEqual(count);

    const raw = new DatabaseSync(path);
    expect(raw.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    raw.close();
    await using rig = openHistoryRig(folder.path);
    const whole = (await rig.report())[0]!.sums;
    expect(whole.requests).toBeGreaterThanOrEqual(acknowledged);
    expect(whole.input_tokens).toBe(10 * whole.requests);
    for (const id of [0, acknowledged - 1]) {
      expect(await rig.history.ask((reader) => reader.find(`r-${id}`))).not.toBeNull();
    }
    const stored = await rig.history.ask((reader) => reader.recent(1_000_000));
    expect(stored).toHaveLength(whole.requests);
    expect(rig.told()).toEqual([]);
  });
});
