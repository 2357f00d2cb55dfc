import type { IpcRenderer, IpcRendererEvent } from 'electron';
import type { RotaBridge } from '../../../src-shared/ipc/bridge.ts';
import {
  CALL_CHANNEL,
  LANGUAGE_CHANNEL,
  SNAPSHOT_CHANNEL,
  SUBSCRIBE_CHANNEL,
  UNSUBSCRIBE_CHANNEL,
} from '../../../src-shared/ipc/channels.ts';

/** The bridge of one page. It hands on and decides nothing, and never gives the page the IPC object itself. */
export function createPageBridge(ipc: Pick<IpcRenderer, 'invoke' | 'send' | 'on'>): RotaBridge {
  const listeners = new Map<number, (snapshot: unknown) => void>();
  let lastId = 0;

  ipc.on(SNAPSHOT_CHANNEL, (_event: IpcRendererEvent, id: number, snapshot: unknown) => {
    listeners.get(id)?.(snapshot);
  });

  return {
    call: (name, input, language) => ipc.invoke(CALL_CHANNEL, name, input, language),
    subscribe(listener) {
      lastId += 1;
      const id = lastId;
      listeners.set(id, listener);
      ipc.send(SUBSCRIBE_CHANNEL, id);
      return () => {
        if (listeners.delete(id)) ipc.send(UNSUBSCRIBE_CHANNEL, id);
      };
    },
    tellLanguage: (language) => ipc.send(LANGUAGE_CHANNEL, language),
  };
}
