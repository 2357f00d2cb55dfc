/**
 * A disk that is really full: the data folder lies on a small tmpfs that is filled up to a few pages, Rota does what it
 * is asked, the disk gets room again, and after a restart everything that was acknowledged must be there.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../src-main/core/lib/clock.ts';
import { type Simulator, startSimulator } from '../../src-main/core/simulator/simulator.ts';
import type { ManagementClient } from '../../src-shared/contract/client.ts';
import type { Reply } from '../../src-shared/contract/reply.ts';
import type { AccountSnapshot } from '../../src-shared/model/account.ts';
import { ScratchFolder } from '../support/scratch-folder.ts';
import { SeededRandom } from '../support/seeded-random.ts';
import { type FolderCore, prepareFolder, startFolderCore } from './folder-core.ts';
import { people, REDIRECT_URI, signIn, succeeded } from './management.ts';
import { judge, type Part, type PlayOptions } from './part.ts';

export const fullDisk: Part = {
  name: 'full-disk',
  title: 'A disk that is full',
  rounds: 60,
  play: playFullDisk,
};

const NAMES = ['one', 'two'] as const;
const DISK = 'size=8m';
const PAGE_BYTES = 4_096;
/** A set that waits in memory is offered to the disk again after a second, then two, and so on, in ms. */
const SAVED_WITHIN_MS = 10_000;
/** Codes that tell of the disk; any other failure would be a finding. */
const TOLD = new Set(['write_failed', 'vault_write_failed']);

/** Whether this user may mount a file system; null, or why not. */
export function cannotMount(): string | null {
  if (process.platform !== 'linux') return 'it needs Linux';
  using folder = new ScratchFolder();
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', DISK, 'tmpfs', folder.path]);
  if (mounted.status !== 0)
    return 'mounting a tmpfs needs root: sudo npm run test:reliability -- --only full-disk';
  spawnSync('umount', [folder.path]);
  return null;
}

async function playFullDisk({ rounds, seed }: PlayOptions) {
  const missing = cannotMount();
  if (missing !== null) return { markdown: `Not played in this run: ${missing}`, misses: [] };
  const simulator = await startSimulator({
    clock: systemClock,
    accounts: people(...NAMES),
    oauth: { redirectUris: [REDIRECT_URI] },
  });
  using folder = new ScratchFolder();
  spawnSync('mount', ['-t', 'tmpfs', '-o', DISK, 'tmpfs', folder.path]);
  const player = new FullDiskPlayer(folder.path, simulator, new SeededRandom(seed));
  try {
    await player.prepare();
    for (let round = 0; round < rounds; round += 1) await player.playRound(round);
  } finally {
    spawnSync('umount', ['-l', folder.path]);
    await simulator.close();
  }
  const { counts, findings } = player;
  const result = judge([
    { what: 'rounds', measured: rounds, goal: rounds },
    { what: 'acknowledged changes lost', measured: counts.changesLost, goal: 0 },
    { what: 'accounts signed out', measured: counts.tokensLost, goal: 0 },
    { what: 'failures that did not speak of the disk', measured: counts.strangeFailures, goal: 0 },
  ]);
  const story = `${counts.refused} changes were refused, ${counts.refreshed} tokens were renewed on a full disk, ${counts.held} of which lived in memory until there was room.`;
  return { markdown: `${result.markdown}\n\n${story}`, misses: [...result.misses, ...findings] };
}

class FullDiskPlayer {
  readonly counts = { changesLost: 0, tokensLost: 0, strangeFailures: 0, refused: 0, refreshed: 0, held: 0 };
  readonly findings: string[] = [];
  readonly #disk: string;
  readonly #dataDir: string;
  readonly #simulator: Simulator;
  readonly #random: SeededRandom;

  constructor(disk: string, simulator: Simulator, random: SeededRandom) {
    this.#disk = disk;
    this.#dataDir = join(disk, 'rota');
    this.#simulator = simulator;
    this.#random = random;
  }

  async prepare(): Promise<void> {
    mkdirSync(this.#dataDir, { mode: 0o700 });
    prepareFolder(this.#dataDir, this.#simulator);
    await using rota = await this.#start();
    for (const name of NAMES) await signIn(rota.client, `${name}@example.com`);
  }

  async playRound(round: number): Promise<void> {
    const expected = await this.#fillAndChange(round);
    await using again = await this.#start();
    const accounts = await accountsOf(again.client);
    const found = accounts.map(({ name }) => name).join(', ');
    if (!expected.includes(found)) {
      this.counts.changesLost += 1;
      this.findings.push(`round ${round}: ${found} instead of ${expected.join(' or ')}`);
    }
    for (const account of accounts.filter(({ kind }) => kind === 'oauth')) {
      const refreshed = await again.client.command('accounts.refresh', { account: account.id });
      if (refreshed.ok) continue;
      this.counts.tokensLost += 1;
      this.findings.push(`round ${round}: ${account.name}: ${refreshed.error.code}`);
      await signIn(again.client, account.accountEmail ?? '');
    }
  }

  /** One life of Rota in which the disk is full for a while; answers with the names that may be there afterwards. */
  async #fillAndChange(round: number): Promise<readonly string[]> {
    await using rota = await this.#start();
    const before = await accountsOf(rota.client);
    const filler = this.#fill(Math.floor(this.#random.fraction() * 4));
    let expected = [before.map(({ name }) => name).join(', ')];
    for (const account of before.filter(({ kind }) => kind === 'oauth')) {
      const refreshed = await rota.client.command('accounts.refresh', { account: account.id });
      if (this.#took(round, refreshed)) this.counts.refreshed += 1;
    }
    const target = before[Math.floor(this.#random.fraction() * before.length)]!;
    const name = `name ${round}`;
    const renamed = await rota.client.command('accounts.rename', { account: target.id, name });
    const after = before.map((one) => (one.id === target.id ? name : one.name)).join(', ');
    expected = this.#took(round, renamed) ? [after] : [...expected, after];
    const { notices } = succeeded(await rota.client.query('snapshot.get'));
    for (const notice of notices) {
      if (notice.kind === 'sign-ins-unsaved') this.counts.held += notice.accountIds.length;
    }
    rmSync(filler);
    await untilSaved(rota.client);
    return expected;
  }

  /** Leaves so many pages free. */
  #fill(freePages: number): string {
    const { bavail, bsize } = statfsSync(this.#disk);
    const filler = join(this.#disk, 'filler');
    writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - freePages * PAGE_BYTES)));
    return filler;
  }

  /** True where it succeeded; a failure must speak of the disk. */
  #took(round: number, reply: Reply<unknown>): boolean {
    if (reply.ok) return true;
    this.counts.refused += 1;
    if (!TOLD.has(reply.error.code)) {
      this.counts.strangeFailures += 1;
      this.findings.push(`round ${round}: ${reply.error.code}: ${reply.error.message}`);
    }
    return false;
  }

  #start(): Promise<FolderCore> {
    return startFolderCore(this.#dataDir, systemClock);
  }
}

async function accountsOf(client: ManagementClient): Promise<readonly AccountSnapshot[]> {
  return succeeded(await client.query('snapshot.get')).accounts;
}

async function untilSaved(client: ManagementClient): Promise<void> {
  const until = systemClock.monotonic() + SAVED_WITHIN_MS;
  for (;;) {
    const { notices } = succeeded(await client.query('snapshot.get'));
    if (!notices.some(({ kind }) => kind === 'sign-ins-unsaved')) return;
    if (systemClock.monotonic() > until)
      throw new Error('Tokens were not stored though there is room again.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
