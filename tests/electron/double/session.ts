import { EventEmitter } from 'node:events';
import type { Cdp } from './cdp.ts';
import { WebRequest } from './web-request.ts';

type ProtocolHandler = (request: Request) => Response | Promise<Response>;

/** One partition: a browser context of its own. Nothing of it is ever kept on disk, `persist:` or not. */
export class Session extends EventEmitter {
  readonly partition: string;
  readonly webRequest = new WebRequest();
  readonly protocol = new SessionProtocol();
  /** For tests of what was decided; Electron does not tell. */
  readonly handlers: Record<string, unknown> = {};
  readonly #browser: () => Cdp;
  #contextId: Promise<string> | undefined;

  constructor(partition: string, browser: () => Cdp) {
    super();
    this.partition = partition;
    this.#browser = browser;
  }

  /** The browser context; made when the first window needs it. */
  contextId(): Promise<string> {
    this.#contextId ??= this.#browser()
      .send<{ browserContextId: string }>('Target.createBrowserContext', { disposeOnDetach: true })
      .then(({ browserContextId }) => browserContextId);
    return this.#contextId;
  }

  setPermissionRequestHandler(handler: unknown): void {
    this.handlers['permissionRequest'] = handler;
  }

  setPermissionCheckHandler(handler: unknown): void {
    this.handlers['permissionCheck'] = handler;
  }

  setDevicePermissionHandler(handler: unknown): void {
    this.handlers['devicePermission'] = handler;
  }

  async clearStorageData(): Promise<void> {
    if (this.#contextId === undefined) return;
    await this.#browser().send('Storage.clearCookies', { browserContextId: await this.#contextId });
  }

  async clearCache(): Promise<void> {}

  async clearAuthCache(): Promise<void> {}

  async closeAllConnections(): Promise<void> {}
}

class SessionProtocol {
  readonly #handlers = new Map<string, ProtocolHandler>();

  handle(scheme: string, handler: ProtocolHandler): void {
    if (this.#handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    this.#handlers.set(scheme, handler);
  }

  isProtocolHandled(scheme: string): boolean {
    return this.#handlers.has(scheme);
  }

  /** The app's answer to a request for a scheme of its own, or null where it has none. */
  async answer(url: string, method: string): Promise<Response | null> {
    const handler = this.#handlers.get(new URL(url).protocol.slice(0, -1));
    return handler === undefined ? null : await handler(new Request(url, { method }));
  }
}

/** All partitions of a run. */
export class Sessions {
  readonly #browser: () => Cdp;
  readonly #sessions = new Map<string, Session>();

  constructor(browser: () => Cdp) {
    this.#browser = browser;
  }

  get defaultSession(): Session {
    return this.fromPartition('');
  }

  fromPartition(partition: string): Session {
    const known = this.#sessions.get(partition);
    if (known !== undefined) return known;
    const fresh = new Session(partition, this.#browser);
    this.#sessions.set(partition, fresh);
    return fresh;
  }
}
