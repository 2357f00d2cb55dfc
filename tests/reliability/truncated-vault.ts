/**
 * A vault file that was cut off, emptied, overwritten or flipped a bit while Rota did not run: the other of the two
 * files takes its place, the damaged one is kept under a dated name, and nothing is lost.
 */
import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { VaultRecord } from '../../src-main/core/vault/vault-port.ts';
import { ScratchFolder } from '../support/scratch-folder.ts';
import { SeededRandom } from '../support/seeded-random.ts';
import { clientKey, openedVault, openTestVault, tokenSet } from '../support/vault/vault-samples.ts';
import { judge, type Part, type PlayOptions } from './part.ts';

export const truncatedVault: Part = {
  name: 'truncation',
  title: 'A truncated vault file',
  rounds: 200,
  play: playTruncations,
};

async function playTruncations({ rounds, seed }: PlayOptions) {
  const random = new SeededRandom(seed);
  const counts = { lost: 0, notOpened: 0, untold: 0, notKept: 0, noticed: 0 };
  for (let round = 0; round < rounds; round += 1) await playRound(random, counts);
  const result = judge([
    { what: 'rounds', measured: rounds, goal: rounds },
    { what: 'records lost', measured: counts.lost, goal: 0 },
    { what: 'vaults that did not open', measured: counts.notOpened, goal: 0 },
    { what: 'damages of the vault that were not told', measured: counts.untold, goal: 0 },
    { what: 'damaged files that were not kept', measured: counts.notKept, goal: 0 },
  ]);
  const story = `${counts.noticed} damages hit the vault itself, the others its spare copy, which is written anew.`;
  return { markdown: `${result.markdown}\n\n${story}`, misses: result.misses };
}

async function playRound(random: SeededRandom, counts: Counts): Promise<void> {
  using folder = new ScratchFolder();
  const records = await fill(folder.path, random);
  const name = random.fraction() < 0.7 ? 'vault.rota' : 'vault.bak';
  const damaged = damage(folder.file(name), random);

  const opened = await openTestVault(folder.path);
  if (!opened.ok) {
    counts.notOpened += 1;
    return;
  }
  const { vault, findings, close } = opened.value;
  for (const [id, record] of records) {
    if (!isDeepStrictEqual(vault.read(id)?.record ?? null, record)) counts.lost += 1;
  }
  await close();
  if (name !== 'vault.rota') return;
  counts.noticed += 1;
  if (!findings.some(({ code }) => code === 'vault-file-damaged')) counts.untold += 1;
  const aside = readdirSync(folder.path).find((one) => one.startsWith('vault.rota.damaged-'));
  if (aside === undefined || !readFileSync(folder.file(aside)).equals(damaged)) counts.notKept += 1;
}

interface Counts {
  lost: number;
  notOpened: number;
  untold: number;
  notKept: number;
  noticed: number;
}

/** A vault after some writes and removals; what must be in it. */
async function fill(folder: string, random: SeededRandom): Promise<ReadonlyMap<string, VaultRecord | null>> {
  const { vault, close } = await openedVault(folder);
  const records = new Map<string, VaultRecord | null>();
  const writes = 1 + Math.floor(random.fraction() * 8);
  for (let turn = 0; turn < writes; turn += 1) {
    const id = `account-${Math.floor(random.fraction() * 4)}`;
    const record = random.fraction() < 0.5 ? tokenSet(`token ${turn}`) : clientKey(`key ${turn}`);
    await vault.write(id, record, vault.read(id)?.version ?? 0);
    records.set(id, record);
    if (random.fraction() < 0.15) {
      await vault.remove(id);
      records.set(id, null);
    }
  }
  await close();
  return records;
}

/** Damages a file in some way; answers with what it holds then. */
function damage(path: string, random: SeededRandom): Buffer {
  const bytes = readFileSync(path);
  const at = Math.floor(random.fraction() * bytes.length);
  const way = random.fraction();
  if (way < 0.6) truncateSync(path, at);
  else if (way < 0.75) writeFileSync(path, bytes.fill(0, at));
  else if (way < 0.9)
    writeFileSync(path, bytes.fill(bytes[at]! ^ (1 << Math.floor(random.fraction() * 8)), at, at + 1));
  else writeFileSync(path, Buffer.concat([bytes, Buffer.from('x')]));
  return readFileSync(path);
}
