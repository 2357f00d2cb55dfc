import { ok } from '../../lib/result.ts';
import type { KeyStore } from '../key-store.ts';
import type { MasterKey } from '../master-key.ts';

/** Keeps master keys until the process ends, for the demo and for tests. */
export function createMemoryKeyStore(): KeyStore {
  const keys = new Map<string, MasterKey>();
  return {
    kind: 'memory',
    name: 'memory',
    read: async (wanted) => ok((wanted && keys.get(wanted)) || (keys.values().next().value ?? null)),
    async write(key) {
      keys.set(key.id, key);
      return ok(undefined);
    },
    async remove(id) {
      keys.delete(id);
      return ok(undefined);
    },
  };
}
