/**
 * A process that tries to own the folder in argv[2], says `owner` or `refused: <sentence>` and, as the owner,
 * stays until its stdin ends (it then releases the lock) or it is killed.
 */
import { systemClock } from '../../../src-main/core/lib/clock.ts';
import { acquireInstanceLock } from '../../../src-main/core/lib/instance-lock.ts';

const lock = await acquireInstanceLock(process.argv[2]!, systemClock);
console.log(lock.ok ? 'owner' : `refused: ${lock.error.code}: ${lock.error.message}`);
if (lock.ok) {
  process.stdin.resume().on('end', async () => {
    await lock.value.close();
    console.log('released');
    process.stdin.destroy();
  });
} else {
  process.stdin.destroy();
}
