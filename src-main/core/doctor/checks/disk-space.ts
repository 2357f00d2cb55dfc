import type { Result } from '../../lib/result.ts';
import { type Check, type DoctorSay, failed, fine, skipped, type Verdict, warning } from '../check.ts';

const MiB = 1024 * 1024;
const GiB = 1024 * MiB;
/** Room for the usage history, logs, and the next rounds of token renewal. */
const WARN_BELOW_BYTES = 1024 * MiB;
const FAIL_BELOW_BYTES = 50 * MiB;

export function diskSpaceCheck(folder: string, freeBytes: () => Promise<Result<number>>): Check {
  return {
    id: 'disk-space',
    checked: (say) => say('disk.checked', { folder }),
    look: async (say) => judgeDiskSpace(await freeBytes(), say),
  };
}

export function judgeDiskSpace(bytes: Result<number>, say: DoctorSay): Verdict {
  if (!bytes.ok) return skipped(say('disk.unknown', { code: bytes.error.code }));
  const free =
    bytes.value >= GiB ? `${Math.floor(bytes.value / GiB)} GiB` : `${Math.floor(bytes.value / MiB)} MiB`;
  if (bytes.value >= WARN_BELOW_BYTES) return fine(say('disk.fine', { free }));
  const judge = bytes.value < FAIL_BELOW_BYTES ? failed : warning;
  return judge(say('disk.low', { free }), say('disk.remedy'));
}
