import type { Transport } from '../../src-shared/contract/client.ts';
import type { Reply } from '../../src-shared/contract/reply.ts';
import type { RotaBridge } from '../../src-shared/ipc/bridge.ts';
import type { Snapshot } from '../../src-shared/model/snapshot.ts';

/** Calls procedures and hears snapshots over the app's bridge. The core lives as long as the page, so nothing reconnects. */
export function createIpcTransport(bridge: RotaBridge, language: () => string): Transport {
  return {
    async call(_kind, name, input) {
      try {
        return (await bridge.call(name, input, language())) as Reply<unknown>;
      } catch {
        return { ok: false, error: { code: 'unreachable', message: 'Rota does not answer.' } };
      }
    },
    subscribe(subscriber) {
      const stop = bridge.subscribe((snapshot) => {
        if (snapshot === null) subscriber.onConnection?.('lost');
        else subscriber.onSnapshot(snapshot as Snapshot);
      });
      subscriber.onConnection?.('connected');
      return { [Symbol.dispose]: stop };
    },
  };
}
