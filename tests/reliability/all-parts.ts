import { clockJumps } from './clock-jumps.ts';
import { crash } from './crash.ts';
import { failingDisk } from './failing-disk.ts';
import { fullDisk } from './full-disk.ts';
import type { Part } from './part.ts';
import { refreshes } from './refreshes.ts';
import { truncatedVault } from './truncated-vault.ts';
import { vaultWriters } from './vault-writers.ts';
import { unavoidableWindow } from './window.ts';

/** Everything that `npm run test:reliability` plays, in the order of docs/reliability.md. */
export const ALL_PARTS: readonly Part[] = [
  refreshes,
  crash,
  unavoidableWindow,
  vaultWriters,
  failingDisk,
  fullDisk,
  truncatedVault,
  clockJumps,
];
