/**
 * Owns the folder argv[2] and writes its vault as fast as it can until it is killed: two writers that queue
 * behind each other. Every acknowledged write is told on stdout as `ID VERSION VALUE`.
 */
import { writeSync } from 'node:fs';
import { systemClock } from '../../../src-main/core/lib/clock.ts';
import { acquireInstanceLock } from '../../../src-main/core/lib/instance-lock.ts';
import { systemRandom } from '../../../src-main/core/lib/random.ts';
import { silentLogger } from '../../../src-main/core/logging/logger.ts';
import { openVault } from '../../../src-main/core/vault/open-vault.ts';
import { clientKey, testKey } from './vault-samples.ts';

const folder = process.argv[2]!;
const lock = await acquireInstanceLock(folder, systemClock);
if (!lock.ok) throw new Error(lock.error.message);
const opened = await openVault({
  folder,
  keys: [testKey],
  clock: systemClock,
  random: systemRandom,
  logger: silentLogger,
});
if (!opened.ok) throw new Error(opened.error.message);
if (opened.value.findings.length > 0) throw new Error(opened.value.findings[0]!.message);
const { vault } = opened.value;

async function writeForever(id: string): Promise<never> {
  for (let turn = 1; ; turn += 1) {
    const seen = vault.read(id);
    const value = `${process.pid}-${turn}`;
    const written = await vault.write(id, clientKey(value), seen?.version ?? 0);
    if (!written.ok) throw new Error(written.error.message);
    writeSync(1, `${id} ${written.value.version} ${value}\n`);
  }
}

await Promise.all([writeForever('first'), writeForever('second')]);
