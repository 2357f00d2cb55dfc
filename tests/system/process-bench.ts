import { afterEach } from 'vitest';
import { type RotaProcess, startRota } from '../support/rota-process.ts';
import { ScratchFolder } from '../support/scratch-folder.ts';

export interface ProcessBench {
  /** What a test opened besides; closed after it, the newest first. */
  readonly open: (() => unknown)[];
  scratch(): ScratchFolder;
  start(dataDir: string, args?: readonly string[], env?: Record<string, string>): Promise<RotaProcess>;
}

/** Folders and programs for the tests of one file; all of them end with the test that opened them. */
export function processBench(): ProcessBench {
  const open: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close();
  });
  return {
    open,
    scratch() {
      const folder = new ScratchFolder();
      open.push(() => folder[Symbol.dispose]());
      return folder;
    },
    async start(dataDir, args = [], env = {}) {
      const rota = await startRota(dataDir, args, env);
      open.push(() => rota.stop());
      return rota;
    },
  };
}
