/**
 * What runs in a page before its own scripts: the preload with its `require('electron')`. It shares the page's world,
 * where Electron gives the preload one of its own, so the double proves nothing about their separation; it does keep
 * the rules of what may cross (structured clone, copies through the context bridge).
 */

/** Name of the binding that carries messages out of the page. */
export const BINDING = '__electronDoubleSend';
/** Name of the function that carries messages into the page. */
export const RECEIVER = '__electronDoubleReceive';

/** The source to run at the start of every document of a window; `preload` is CommonJS text, or null for none. */
export function pageWorldSource(preload: string | null): string {
  return `(${pageWorld.toString()})(${JSON.stringify(BINDING)}, ${JSON.stringify(RECEIVER)}, ${
    preload === null ? 'null' : `function (require, module, exports) {${preload}\n}`
  });`;
}

type Preload = (require: (name: string) => unknown, module: object, exports: object) => void;

/** Runs in the page: it may use nothing from this file. */
function pageWorld(binding: string, receiver: string, preload: Preload | null): void {
  const world = window as unknown as Record<string, unknown>;
  const post = world[binding] as (message: string) => void;
  delete world[binding];
  if (window !== window.top) return;

  const listeners = new Map<string, Set<(event: object, ...args: unknown[]) => void>>();
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let lastId = 0;

  /** Throws for what cannot be cloned, as the real thing does. */
  const out = (type: string, id: number, channel: string, args: readonly unknown[]) =>
    post(JSON.stringify({ type, id, channel, args: structuredClone(args) }));

  Object.defineProperty(window, receiver, {
    value: (message: {
      type: 'event' | 'result' | 'failure';
      id: number;
      channel: string;
      args: unknown[];
    }) => {
      if (message.type === 'event') {
        for (const listener of listeners.get(message.channel) ?? []) listener({}, ...message.args);
        return;
      }
      const call = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.type === 'result') call?.resolve(message.args[0]);
      else call?.reject(new Error(String(message.args[0])));
    },
  });
  window.close = () => out('close', 0, '', []);
  if (preload === null) return;

  const ipcRenderer = {
    invoke: (channel: string, ...args: unknown[]) =>
      new Promise((resolve, reject) => {
        lastId += 1;
        waiting.set(lastId, { resolve, reject });
        out('invoke', lastId, channel, args);
      }),
    send: (channel: string, ...args: unknown[]) => out('send', 0, channel, args),
    on(channel: string, listener: (event: object, ...args: unknown[]) => void) {
      const known = listeners.get(channel) ?? new Set();
      listeners.set(channel, known.add(listener));
    },
  };

  /** What crosses the bridge is a copy: functions as functions, promises as promises, the rest by value and frozen. */
  const copy = (value: unknown): unknown => {
    if (typeof value === 'function') {
      return (...args: unknown[]) => copy((value as (...args: unknown[]) => unknown)(...args.map(copy)));
    }
    if (value instanceof Promise) return value.then(copy);
    if (Array.isArray(value)) return value.map(copy);
    if (typeof value !== 'object' || value === null) return value;
    if (Object.getPrototypeOf(value) !== Object.prototype) return structuredClone(value);
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, copy(one)]));
  };
  const contextBridge = {
    exposeInMainWorld(name: string, api: object) {
      Object.defineProperty(window, name, { value: Object.freeze(copy(api)), enumerable: true });
    },
  };
  const require = (name: string) => {
    if (name === 'electron') return { ipcRenderer, contextBridge };
    throw new Error(`module not found: ${name} (a sandboxed preload may only use electron)`);
  };
  preload(require, { exports: {} }, {});
}
