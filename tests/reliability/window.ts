/**
 * How long the one window is in which a rotated token can be lost: from the moment at which the authorization server
 * spends the old token to the moment at which the new one is on the disk. Nobody can close it, since the old token is
 * void before Rota hears of the new one; it can only be short.
 */
import { systemClock } from '../../src-main/core/lib/clock.ts';
import { startSimulator } from '../../src-main/core/simulator/simulator.ts';
import { ScratchFolder } from '../support/scratch-folder.ts';
import { SeededRandom } from '../support/seeded-random.ts';
import { FailingDisk } from '../support/vault/failing-disk.ts';
import { openRig } from './disk-rig.ts';
import { people } from './management.ts';
import { type Part, type PlayOptions, percentile } from './part.ts';
import { signedInRecord } from './signed-in-record.ts';
import { TokenWatch } from './token-watch.ts';

export const unavoidableWindow: Part = {
  name: 'window',
  title: 'The unavoidable window',
  rounds: 200,
  play: measureWindow,
};

async function measureWindow({ rounds, seed }: PlayOptions) {
  const simulator = await startSimulator({ clock: systemClock, accounts: people('one') });
  using folder = new ScratchFolder();
  const onTheWayMs: number[] = [];
  const toDiskMs: number[] = [];
  try {
    const watch = new TokenWatch(simulator, new SeededRandom(seed), 0);
    let receivedAt = 0;
    const rig = await openRig(folder.path, new FailingDisk(), simulator, () => {
      receivedAt = performance.now();
    });
    if (rig === null) throw new Error('The vault does not open.');
    await rig.opened.vault.write('one', signedInRecord(simulator.account('one'), rig.clock.now()), 0);
    for (let round = 0; round < rounds; round += 1) {
      const refreshed = await rig.credentials.refreshNow('one');
      const durableAt = performance.now();
      if (!refreshed.ok) throw new Error(refreshed.error.message);
      onTheWayMs.push(receivedAt - (watch.latest('one')?.spentAt ?? receivedAt));
      toDiskMs.push(durableAt - receivedAt);
    }
    await rig.close();
  } finally {
    await simulator.close();
  }
  const row = (part: string, values: readonly number[]) =>
    `| ${part} | ${[0.5, 0.99, 1].map((share) => `${percentile(values, share).toFixed(1)} ms`).join(' | ')} |`;
  const markdown = [
    `| of ${rounds} refreshes | median | 99 % | longest |`,
    '|---|--:|--:|--:|',
    row('old token spent → answer received (loopback; a real network adds its way back)', onTheWayMs),
    row('answer received → new token on the disk (two fsync, one rename)', toDiskMs),
  ].join('\n');
  return { markdown, misses: [] };
}
