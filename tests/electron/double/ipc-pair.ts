import { EventEmitter } from 'node:events';
import { IpcMain } from './ipc-main.ts';
import { WebFrame } from './web-frame.ts';

type Listener = (event: object, ...args: unknown[]) => void;

/** Both ends of IPC in one process, for what needs no window: everything crosses by structured clone, and later. */
export interface IpcPair {
  readonly ipcMain: IpcMain;
  /** The end that a preload gets, of a page at the address that was asked for. */
  readonly ipcRenderer: {
    invoke(channel: string, ...args: unknown[]): Promise<unknown>;
    send(channel: string, ...args: unknown[]): void;
    on(channel: string, listener: Listener): void;
  };
  readonly page: PairedPage;
}

/** The page between the two ends. */
export class PairedPage extends EventEmitter {
  mainFrame: WebFrame;
  readonly #listeners = new Map<string, Set<Listener>>();
  #destroyed = false;

  constructor(url: string) {
    super();
    this.mainFrame = new WebFrame(url, null);
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  destroy(): void {
    this.#destroyed = true;
    this.emit('destroyed');
  }

  send(channel: string, ...args: unknown[]): void {
    const cloned = structuredClone(args);
    queueMicrotask(() => {
      for (const listener of this.#listeners.get(channel) ?? []) listener({}, ...cloned);
    });
  }

  listen(channel: string, listener: Listener): void {
    const known = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, known.add(listener));
  }
}

export function createIpcPair(url: string): IpcPair {
  const ipcMain = new IpcMain();
  const page = new PairedPage(url);
  const event = () => ({ sender: page, senderFrame: page.mainFrame });
  return {
    ipcMain,
    page,
    ipcRenderer: {
      invoke: async (channel, ...args) => ipcMain.invoke(event(), channel, structuredClone(args)),
      send(channel, ...args) {
        const cloned = structuredClone(args);
        queueMicrotask(() => ipcMain.receive(event(), channel, cloned));
      },
      on: (channel, listener) => page.listen(channel, listener),
    },
  };
}
