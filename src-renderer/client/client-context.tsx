import { createContext, use } from 'react';
import type { ManagementClient } from '../../src-shared/contract/client.ts';
import type { Snapshot } from '../../src-shared/model/snapshot.ts';

/** What every page may use: the way to the core, and the latest it said. */
export interface Core {
  readonly client: ManagementClient;
  readonly snapshot: Snapshot;
  /** False while Rota cannot be reached; the snapshot is then the last one that arrived. */
  readonly connected: boolean;
}

/** The core, for everything inside the frame. */
export const CoreContext = createContext<Core | null>(null);

/** The core as it is now. */
export function useCore(): Core {
  const core = use(CoreContext);
  if (core === null) throw new Error('useCore needs a CoreContext above it.');
  return core;
}
