import { createClient, type ManagementClient } from '../../src-shared/contract/client.ts';
import type { Locale } from '../../src-shared/i18n/locale.ts';
import { BRIDGE, type RotaBridge } from '../../src-shared/ipc/bridge.ts';
import { createIpcTransport } from './ipc-transport.ts';
import type { Access, Session } from './session.ts';

const OPEN: Access = { kind: 'open' };

/** The page's access inside the app: its window is the key, so it is open from the start. */
export class IpcSession implements Session {
  readonly #bridge: RotaBridge;
  readonly client: ManagementClient;

  /** `language` gives the BCP 47 tag in which Rota's own sentences are wanted. */
  constructor(bridge: RotaBridge, language: () => string) {
    this.#bridge = bridge;
    this.client = createClient(createIpcTransport(bridge, language));
  }

  readonly access = (): Access => OPEN;

  readonly subscribe = (): (() => void) => () => {};

  async unlock(): Promise<void> {}

  tellLanguage(locale: Locale): void {
    this.#bridge.tellLanguage(locale);
  }
}

/** The bridge of the app around this page, or null in a browser. */
export function findBridge(): RotaBridge | null {
  return (window as { readonly [BRIDGE]?: RotaBridge })[BRIDGE] ?? null;
}

/** The host on which the core runs, as this page sees it: its own in a browser, this machine inside the app. */
export function coreHostname(): string {
  return findBridge() === null ? location.hostname : 'localhost';
}
