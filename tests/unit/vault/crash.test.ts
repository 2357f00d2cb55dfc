import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ScriptChild } from '../../support/vault/child-lines.ts';
import { dataFolder } from '../../support/vault/data-folder.ts';
import { HashedRandom } from '../../support/vault/hashed-random.ts';
import { clientKey, openedVault } from '../../support/vault/vault-samples.ts';

/** `ROTA_CRASH_ROUNDS=200` for a long run; the seed of a failed run is in its message. */
const ROUNDS = Number(process.env.ROTA_CRASH_ROUNDS ?? 12);
const SEED = process.env.ROTA_CRASH_SEED ?? `${Date.now()}`;
const ROUND_LIMIT_MS = 5_000;
const LONGEST_LIFE_MS = 60;

/** Kills one writer after the other on the same folder; answers with the number of acknowledged writes. */
async function killWriters(rounds: number, seed: string): Promise<number> {
  const folder = dataFolder();
  const random = new HashedRandom(seed);
  let acknowledged = 0;
  for (let round = 1; round <= rounds; round += 1) {
    const child = new ScriptChild('vault-writer-child.ts', [folder]);
    expect(await child.line(0)).toBeDefined();
    await new Promise((resolve) => setTimeout(resolve, random.fraction() * LONGEST_LIFE_MS));
    await child.kill();
    acknowledged += child.lines.length;

    const where = `seed ${seed}, round ${round}`;
    const { vault, findings, close } = await openedVault(folder);
    expect(findings, where).toEqual([]);
    for (const id of ['first', 'second']) {
      const last = child.lines.findLast((line) => line.startsWith(`${id} `));
      if (last === undefined) continue;
      const [, version, value] = last.split(' ');
      const found = vault.read(id);
      // One write more may be durable than the child lived to tell.
      expect(found?.version, where).toBeGreaterThanOrEqual(Number(version));
      if (found?.version === Number(version)) expect(found.record, where).toEqual(clientKey(value!));
    }
    await close();
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  }
  return acknowledged;
}

describe('a writer that is killed with SIGKILL', () => {
  it(
    'loses no acknowledged write and leaves a vault that opens without findings',
    async () => {
      const lanes = await Promise.all([
        killWriters(ROUNDS / 2, `${SEED}-a`),
        killWriters(ROUNDS / 2, `${SEED}-b`),
      ]);
      expect(lanes[0] + lanes[1]).toBeGreaterThan(ROUNDS * 2);
    },
    ROUNDS * ROUND_LIMIT_MS,
  );
});
