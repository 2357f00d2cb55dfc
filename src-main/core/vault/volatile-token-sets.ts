import type { Vault } from './vault-port.ts';

/**
 * A vault whose token sets live in memory only (`enable_persistence: false`), while keys stay on disk: a client key
 * that changed with every start would break the Claude Code that is pointed at it. Token sets that an earlier
 * run stored stay where they are and are not used.
 */
export function withVolatileTokenSets(durable: Vault, volatile: Vault): Vault {
  const readDurable: Vault['read'] = (id) => {
    const entry = durable.read(id);
    return entry?.record.kind === 'token-set' ? null : entry;
  };
  return {
    read: (id) => volatile.read(id) ?? readDurable(id),
    write: (id, record, expectedVersion) =>
      (record.kind === 'token-set' ? volatile : durable).write(id, record, expectedVersion),
    async remove(id) {
      await volatile.remove(id);
      return durable.remove(id);
    },
    ids: () => [...new Set([...durable.ids().filter((id) => readDurable(id)), ...volatile.ids()])].sort(),
  };
}
