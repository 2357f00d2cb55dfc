/**
 * kill -9 of a process that does nothing but write the vault, as fast as it can and by two writers at once: most kills
 * strike in the middle of a write. No acknowledged write may be lost, and the next process must get the lock.
 */
import { readdirSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { ScratchFolder } from '../support/scratch-folder.ts';
import { SeededRandom } from '../support/seeded-random.ts';
import { ScriptProcess } from '../support/vault/script-process.ts';
import { clientKey, openTestVault } from '../support/vault/vault-samples.ts';
import { judge, type Part, type PlayOptions } from './part.ts';

const LONGEST_LIFE_MS = 60;

export const vaultWriters: Part = {
  name: 'vault',
  title: 'kill -9 in the middle of vault writes',
  rounds: 200,
  play: playVaultWriters,
};

async function playVaultWriters({ rounds, seed }: PlayOptions) {
  using folder = new ScratchFolder();
  const random = new SeededRandom(seed);
  const counts = { acknowledged: 0, lost: 0, repaired: 0, notOpened: 0, staleLocks: 0, leftovers: 0 };
  for (let round = 0; round < rounds; round += 1) {
    const child = new ScriptProcess('vault-writer-child.ts', [folder.path]);
    if ((await child.line(0)) === undefined) counts.staleLocks += 1;
    await new Promise((resolve) => setTimeout(resolve, random.fraction() * LONGEST_LIFE_MS));
    await child.kill();
    counts.acknowledged += child.lines.length;

    const opened = await openTestVault(folder.path);
    if (!opened.ok) {
      counts.notOpened += 1;
      break;
    }
    const { vault, findings, close } = opened.value;
    counts.repaired += findings.length;
    for (const id of ['first', 'second']) {
      const last = child.lines.findLast((line) => line.startsWith(`${id} `));
      if (last === undefined) continue;
      const [, version, value] = last.split(' ');
      const found = vault.read(id);
      // One write more may be durable than the child lived to tell.
      const isOlder = (found?.version ?? 0) < Number(version);
      const isOther =
        found?.version === Number(version) && !isDeepStrictEqual(found.record, clientKey(value!));
      if (isOlder || isOther) counts.lost += 1;
    }
    await close();
    counts.leftovers += readdirSync(folder.path).filter((name) => name.endsWith('.tmp')).length;
  }
  const result = judge([
    { what: 'acknowledged writes lost', measured: counts.lost, goal: 0 },
    { what: 'vaults that did not open', measured: counts.notOpened, goal: 0 },
    { what: 'vaults that had to be repaired', measured: counts.repaired, goal: 0 },
    { what: 'processes that did not get the lock', measured: counts.staleLocks, goal: 0 },
    { what: 'temporary files left behind', measured: counts.leftovers, goal: 0 },
  ]);
  const story = `${rounds} kills, ${counts.acknowledged.toLocaleString('en')} acknowledged writes.`;
  return { markdown: `${result.markdown}\n\n${story}`, misses: result.misses };
}
