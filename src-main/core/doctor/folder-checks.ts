/** The data folder: its lock, the space around it, and who may read it. */
import type { Check } from './check.ts';
import { diskSpaceCheck } from './checks/disk-space.ts';
import { fileModesCheck } from './checks/file-modes.ts';
import { instanceLockCheck, type LockObservation } from './checks/instance-lock.ts';
import { freeBytes, openToOthers } from './disk-probes.ts';

export function folderChecks(
  folder: string,
  platform: NodeJS.Platform,
  lock: () => Promise<LockObservation>,
): readonly Check[] {
  return [
    instanceLockCheck(folder, lock),
    diskSpaceCheck(folder, () => freeBytes(folder)),
    fileModesCheck(folder, platform, () => openToOthers(folder)),
  ];
}
