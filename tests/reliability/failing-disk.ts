/**
 * A disk that refuses: in each round some operation of some change fails with ENOSPC or EIO (a write after half of its
 * bytes), once or until the disk is mended, and afterwards everything that was acknowledged must be there.
 */
import { isDeepStrictEqual } from 'node:util';
import { systemClock } from '../../src-main/core/lib/clock.ts';
import { type Simulator, startSimulator } from '../../src-main/core/simulator/simulator.ts';
import type { VaultRecord } from '../../src-main/core/vault/vault-port.ts';
import { ScratchFolder } from '../support/scratch-folder.ts';
import { SeededRandom } from '../support/seeded-random.ts';
import { FailingDisk } from '../support/vault/failing-disk.ts';
import { clientKey } from '../support/vault/vault-samples.ts';
import { type OpenRig, openRig } from './disk-rig.ts';
import { people } from './management.ts';
import { judge, type Part, type PlayOptions } from './part.ts';
import { signedInRecord } from './signed-in-record.ts';
import { TokenWatch } from './token-watch.ts';

export const failingDisk: Part = {
  name: 'disk',
  title: 'A failing disk',
  rounds: 200,
  play: playFailingDisk,
};

const ACCOUNTS = ['one', 'two', 'three'] as const;
/** A change takes about this many operations of the disk, the spare copy included. */
const MOST_OPERATIONS = 16;
const KEYS = 4;
/** By then every set that waits in memory was offered to the disk again, in ms. */
const RETRIED_BY_MS = 130_000;

async function playFailingDisk({ rounds, seed }: PlayOptions) {
  const simulator = await startSimulator({ clock: systemClock, accounts: people(...ACCOUNTS) });
  try {
    const player = new DiskPlayer(seed, simulator);
    await player.prepare();
    for (let round = 0; round < rounds; round += 1) await player.playRound(round);
    const { counts, findings } = await player.finish();
    const result = judge([
      { what: 'rounds', measured: rounds, goal: rounds },
      { what: 'acknowledged records lost', measured: counts.recordsLost, goal: 0 },
      { what: 'rotated tokens lost', measured: counts.tokensLost, goal: 0 },
      { what: 'vaults that did not open on a mended disk', measured: counts.notOpened, goal: 0 },
    ]);
    const story = `The disk refused ${counts.refused} of the changes, and ${counts.held} rotated tokens lived in memory until it took them. In ${counts.untilTheEnd} rounds Rota had to end while the disk still refused: ${counts.lostAtTheEnd} tokens that lived in memory were lost then, each told in the log.`;
    return { markdown: `${result.markdown}\n\n${story}`, misses: [...result.misses, ...findings] };
  } finally {
    await simulator.close();
  }
}

class DiskPlayer {
  readonly counts = {
    recordsLost: 0,
    tokensLost: 0,
    notOpened: 0,
    refused: 0,
    held: 0,
    untilTheEnd: 0,
    lostAtTheEnd: 0,
  };
  readonly findings: string[] = [];
  readonly #folder = new ScratchFolder();
  readonly #disk = new FailingDisk();
  readonly #random: SeededRandom;
  readonly #simulator: Simulator;
  readonly #watch: TokenWatch;
  /** What each record must be; two where a refused change may have come into force all the same. */
  readonly #mayBe = new Map<string, readonly (VaultRecord | null)[]>();

  constructor(seed: string, simulator: Simulator) {
    this.#random = new SeededRandom(seed);
    this.#simulator = simulator;
    this.#watch = new TokenWatch(simulator, this.#random);
  }

  async prepare(): Promise<void> {
    const rig = await this.#open();
    for (const id of ACCOUNTS) await this.#signIn(rig, id);
    await rig.close();
  }

  async playRound(round: number): Promise<void> {
    const rig = await this.#open();
    this.#disk.arm({
      at: 1 + Math.floor(this.#random.fraction() * MOST_OPERATIONS),
      forever: this.#random.fraction() < 0.5,
      code: this.#random.fraction() < 0.5 ? 'ENOSPC' : 'EIO',
    });
    await this.#change(rig, round);
    if (this.#random.fraction() < 0.15) return this.#endOnBadDisk(rig, round);
    this.#disk.arm(null);
    this.counts.held += rig.credentials.unsaved().length;
    await rig.clock.advanceAsync(RETRIED_BY_MS, 1_000);
    await rig.close();
    await this.#look(round, new Set());
  }

  async finish() {
    this.#folder[Symbol.dispose]();
    return { counts: this.counts, findings: this.findings };
  }

  async #open(): Promise<OpenRig> {
    this.#disk.arm(null);
    const rig = await openRig(this.#folder.path, this.#disk, this.#simulator);
    if (rig === null) throw new Error('The vault does not open on a good disk.');
    return rig;
  }

  async #change(rig: OpenRig, round: number): Promise<void> {
    const chance = this.#random.fraction();
    if (chance < 0.5) await this.#refresh(rig);
    else if (chance < 0.75) await this.#writeKey(rig, round);
    else if (chance < 0.9) await this.#removeKey(rig);
    else if (!(await rig.opened.rotateMasterKey()).ok) this.counts.refused += 1;
  }

  /** Several accounts at once, so that their writes stand and fall together. */
  async #refresh(rig: OpenRig): Promise<void> {
    const chosen = ACCOUNTS.filter(() => this.#random.fraction() < 0.7);
    const results = await Promise.all(chosen.map((id) => rig.credentials.refreshNow(id)));
    for (const result of results)
      if (!result.ok) this.findings.push(`a refresh failed: ${result.error.code}`);
    this.counts.refused += rig.credentials.unsaved().length;
  }

  async #writeKey(rig: OpenRig, round: number): Promise<void> {
    const { vault } = rig.opened;
    const id = this.#anyKey();
    const before = vault.read(id);
    const record = clientKey(`value ${round}`);
    const written = await vault.write(id, record, before?.version ?? 0);
    this.#expect(id, before?.record ?? null, record, written.ok);
  }

  async #removeKey(rig: OpenRig): Promise<void> {
    const { vault } = rig.opened;
    const id = this.#anyKey();
    const before = vault.read(id)?.record ?? null;
    const removed = await vault.remove(id);
    this.#expect(id, before, null, removed.ok);
  }

  #expect(id: string, before: VaultRecord | null, after: VaultRecord | null, acknowledged: boolean): void {
    if (!acknowledged) this.counts.refused += 1;
    this.#mayBe.set(id, acknowledged ? [after] : [before, after]);
  }

  /** The user ends Rota though the disk is still bad; opening it on that disk must harm nothing either. */
  async #endOnBadDisk(rig: OpenRig, round: number): Promise<void> {
    this.counts.untilTheEnd += 1;
    const inMemory = rig.credentials.unsaved();
    await rig.close();
    const told = rig.errors.filter((error) => error.includes('is lost')).length;
    const again = await openRig(this.#folder.path, this.#disk, this.#simulator);
    await again?.close();
    const lost = await this.#look(round, new Set(inMemory));
    this.counts.lostAtTheEnd += lost;
    if (lost > told) this.findings.push(`round ${round}: ${lost - told} tokens were lost without a word`);
  }

  /** Opens the vault on a good disk and compares; answers how many of `excused` are lost. */
  async #look(round: number, excused: ReadonlySet<string>): Promise<number> {
    this.#disk.arm(null);
    const rig = await openRig(this.#folder.path, this.#disk, this.#simulator);
    if (rig === null) {
      this.counts.notOpened += 1;
      throw new Error(`round ${round}: the vault does not open any more`);
    }
    for (const [id, possible] of this.#mayBe) {
      const found = rig.opened.vault.read(id)?.record ?? null;
      if (!possible.some((one) => isDeepStrictEqual(one, found))) {
        this.counts.recordsLost += 1;
        this.findings.push(`round ${round}: ${id} is not what was acknowledged`);
      }
      this.#mayBe.set(id, [found]);
    }
    let lost = 0;
    for (const id of ACCOUNTS) {
      const record = rig.opened.vault.read(id)?.record;
      const newest = this.#watch.latest(id)?.accessToken;
      if (newest === undefined || (record?.kind === 'token-set' && record.accessToken === newest)) continue;
      if (excused.has(id)) lost += 1;
      else {
        this.counts.tokensLost += 1;
        this.findings.push(`round ${round}: the newest token of ${id} is lost`);
      }
      await this.#signIn(rig, id);
    }
    await rig.close();
    this.#watch.clear();
    return lost;
  }

  async #signIn(rig: OpenRig, id: string): Promise<void> {
    const record = signedInRecord(this.#simulator.account(id), rig.clock.now());
    const version = rig.opened.vault.read(id)?.version ?? 0;
    const written = await rig.opened.vault.write(id, record, version);
    if (!written.ok) throw new Error(written.error.message);
  }

  #anyKey(): string {
    return `key-${Math.floor(this.#random.fraction() * KEYS)}`;
  }
}
