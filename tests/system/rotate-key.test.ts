import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { clientKeyOf, runRota, startRota } from '../support/rota-process.ts';
import { ScratchFolder } from '../support/scratch-folder.ts';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

function scratch(): ScratchFolder {
  const folder = new ScratchFolder();
  open.push(() => folder[Symbol.dispose]());
  return folder;
}

async function start(folder: ScratchFolder, env: Readonly<Record<string, string>> = {}) {
  const rota = await startRota(folder.path, [], env);
  open.push(() => rota.stop());
  return rota;
}

const masterKeyIn = (folder: ScratchFolder) => readFileSync(folder.file('master.key'), 'utf8');

describe('rota rotate-key', () => {
  it('has a running instance do it, and does it itself where none runs; the vault opens each time', async () => {
    const folder = scratch();
    const rota = await start(folder);
    const clientKey = clientKeyOf(folder.path);
    const first = masterKeyIn(folder);
    expect(runRota(folder.path, ['rotate-key']).status).toBe(0);
    const second = masterKeyIn(folder);
    expect(clientKeyOf(folder.path)).toBe(clientKey);
    await rota.stop();

    const { status, stdout, stderr } = runRota(folder.path, ['rotate-key']);
    expect([status, stdout]).toEqual([0, '']);
    expect(stderr).toContain('new master key');
    const third = masterKeyIn(folder);
    expect(new Set([first, second, third]).size).toBe(3);
    await start(folder);
    expect(clientKeyOf(folder.path)).toBe(clientKey);
  });

  it('takes no notice of the run file that a killed instance left', async () => {
    const folder = scratch();
    const rota = await start(folder);
    const clientKey = clientKeyOf(folder.path);
    rota.child.kill('SIGKILL');
    await rota.exited;
    expect(existsSync(folder.file('run.json'))).toBe(true);
    expect(runRota(folder.path, ['rotate-key']).status).toBe(0);
    await start(folder);
    expect(clientKeyOf(folder.path)).toBe(clientKey);
  });

  it('refuses a key that is given from outside, running or not, and changes nothing', async () => {
    const folder = scratch();
    const env = { ROTA_KEY_STORE: 'env', ROTA_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') };
    const rota = await start(folder, env);
    const whileRunning = runRota(folder.path, ['rotate-key'], { env });
    await rota.stop();
    const photograph = () => readFileSync(folder.file('vault.rota'), 'hex');
    const before = photograph();
    const afterwards = runRota(folder.path, ['rotate-key'], { env });
    for (const { status, stderr } of [whileRunning, afterwards]) {
      expect(status).toBe(1);
      expect(stderr).toContain('ROTA_MASTER_KEY');
    }
    expect(photograph()).toBe(before);
  });

  it('makes nothing where nothing is', () => {
    const folder = scratch();
    const { status, stderr } = runRota(folder.path, ['rotate-key']);
    expect(status).toBe(1);
    expect(stderr).toContain('first start');
    expect(readdirSync(folder.path)).toEqual([]);
  });
});
