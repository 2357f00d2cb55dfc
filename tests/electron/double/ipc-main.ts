import { EventEmitter } from 'node:events';

/** What a page sent, with who sent it. */
export interface IpcEvent {
  readonly sender: unknown;
  readonly senderFrame: unknown;
}

type Handler = (event: IpcEvent, ...args: unknown[]) => unknown;

/** `ipcMain`. Arguments and results go through the structured clone algorithm on the way, as in Electron. */
export class IpcMain extends EventEmitter {
  readonly #handlers = new Map<string, Handler>();

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    }
    this.#handlers.set(channel, handler);
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }

  /** Answers an `invoke` of a page; rejects with the text that the page gets to see. */
  async invoke(event: IpcEvent, channel: string, args: readonly unknown[]): Promise<unknown> {
    const handler = this.#handlers.get(channel);
    try {
      if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
      return structuredClone(await handler(event, ...structuredClone(args)));
    } catch (error) {
      throw new Error(`Error invoking remote method '${channel}': ${String(error)}`);
    }
  }

  /** Takes a `send` of a page. */
  receive(event: IpcEvent, channel: string, args: readonly unknown[]): void {
    this.emit(channel, event, ...structuredClone(args));
  }
}
