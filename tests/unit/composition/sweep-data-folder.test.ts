import { readdirSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { sweepDataFolder } from '../../../src-main/core/composition/sweep-data-folder.ts';
import { systemDisk } from '../../../src-main/core/lib/disk.ts';
import { ScratchFolder } from '../../support/scratch-folder.ts';

it('what a killed process had half written goes; whole files, damaged ones and those of others stay', async () => {
  using folder = new ScratchFolder();
  const stay = [
    'config.json',
    'notes.tmp',
    'run.json',
    'state.json',
    'vault.bak',
    'vault.rota',
    'vault.rota.damaged-20261122T120000Z',
  ];
  const go = [
    'config.json.tmp-5323027302258621',
    'state.json.1754ba647de9.tmp',
    'vault.rota.aef6b402c158.tmp',
    'key-store.json.0123456789ab.tmp',
  ];
  for (const name of [...stay, ...go]) writeFileSync(folder.file(name), 'x');
  await sweepDataFolder(folder.path, systemDisk);
  expect(readdirSync(folder.path)).toEqual(stay);
});

it('a folder that is not there, or a file that cannot be deleted, stops nothing', async () => {
  await sweepDataFolder('/nonexistent/rota', systemDisk);
  const disk = {
    readdir: async () => ['state.json.1754ba647de9.tmp'],
    unlink: async () => {
      throw new Error('busy');
    },
  };
  await expect(sweepDataFolder('/data', disk)).resolves.toBeUndefined();
});
