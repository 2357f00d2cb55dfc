import type { IpcMain, IpcMainEvent, IpcMainInvokeEvent, WebContents } from 'electron';
import type { Reply } from '../../../src-shared/contract/reply.ts';
import { type Locale, matchLocale } from '../../../src-shared/i18n/locale.ts';
import {
  CALL_CHANNEL,
  LANGUAGE_CHANNEL,
  SNAPSHOT_CHANNEL,
  SUBSCRIBE_CHANNEL,
  UNSUBSCRIBE_CHANNEL,
} from '../../../src-shared/ipc/channels.ts';
import type { Core } from '../../core/create-core.ts';
import { isOwnPage } from '../windows/page-address.ts';

export interface IpcOptions {
  readonly ipcMain: Pick<IpcMain, 'handle' | 'on' | 'removeHandler' | 'removeListener'>;
  readonly core: Pick<Core, 'dispatch' | 'subscribe'>;
  /** Hears in which language a page speaks, when it begins and whenever that changes. */
  onLanguage?(locale: Locale): void;
}

/** Most subscriptions that one page may hold; a page of ours holds one. */
const MAX_SUBSCRIPTIONS = 8;

const REFUSED: Reply<never> = {
  ok: false,
  error: { code: 'foreign_source', message: 'Only Rota’s own windows may ask this.' },
};

/**
 * Answers the pages of our windows. A message counts only when it comes from the main frame of a page that this
 * app serves; its arguments are checked here and, by the same schemas as over HTTP, in the dispatch.
 */
export function bindIpc({ ipcMain, core, onLanguage }: IpcOptions): Disposable {
  const subscriptions = new Map<WebContents, Map<number, Disposable>>();

  const call = async (
    event: IpcMainInvokeEvent,
    name: unknown,
    input: unknown,
    language: unknown,
  ): Promise<Reply<unknown>> => {
    if (!isFromOwnPage(event)) return REFUSED;
    const locale = localeOf(language);
    return core.dispatch(typeof name === 'string' ? name : '', input, { locale });
  };

  const subscribe = (event: IpcMainEvent, id: unknown): void => {
    if (!isFromOwnPage(event) || !isId(id)) return;
    const page = event.sender;
    const own = subscriptionsOf(page);
    if (own.has(id) || own.size >= MAX_SUBSCRIPTIONS) return;
    const send = (snapshot: unknown) => {
      if (!page.isDestroyed()) page.send(SNAPSHOT_CHANNEL, id, snapshot);
    };
    own.set(id, core.subscribe({ onSnapshot: send, onClose: () => send(null) }));
  };

  const unsubscribe = (event: IpcMainEvent, id: unknown): void => {
    if (!isFromOwnPage(event) || !isId(id)) return;
    const own = subscriptions.get(event.sender);
    own?.get(id)?.[Symbol.dispose]();
    own?.delete(id);
  };

  const hearLanguage = (event: IpcMainEvent, language: unknown): void => {
    if (isFromOwnPage(event)) onLanguage?.(localeOf(language));
  };

  /** A page that is loaded anew, crashes or closes takes no leave. */
  function subscriptionsOf(page: WebContents): Map<number, Disposable> {
    const known = subscriptions.get(page);
    if (known !== undefined) return known;
    const fresh = new Map<number, Disposable>();
    subscriptions.set(page, fresh);
    const endAll = () => {
      for (const subscription of fresh.values()) subscription[Symbol.dispose]();
      fresh.clear();
    };
    page.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) endAll();
    });
    page.on('render-process-gone', endAll);
    page.once('destroyed', () => {
      endAll();
      subscriptions.delete(page);
    });
    return fresh;
  }

  ipcMain.handle(CALL_CHANNEL, call);
  ipcMain.on(SUBSCRIBE_CHANNEL, subscribe);
  ipcMain.on(UNSUBSCRIBE_CHANNEL, unsubscribe);
  ipcMain.on(LANGUAGE_CHANNEL, hearLanguage);
  return {
    [Symbol.dispose]() {
      ipcMain.removeHandler(CALL_CHANNEL);
      ipcMain.removeListener(SUBSCRIBE_CHANNEL, subscribe);
      ipcMain.removeListener(UNSUBSCRIBE_CHANNEL, unsubscribe);
      ipcMain.removeListener(LANGUAGE_CHANNEL, hearLanguage);
      for (const own of subscriptions.values()) {
        for (const subscription of own.values()) subscription[Symbol.dispose]();
      }
      subscriptions.clear();
    },
  };
}

function isFromOwnPage({ sender, senderFrame }: IpcMainInvokeEvent | IpcMainEvent): boolean {
  // Null where the frame has gone meanwhile; nobody waits for the answer then.
  return senderFrame !== null && senderFrame === sender.mainFrame && isOwnPage(senderFrame.url);
}

function localeOf(language: unknown): Locale {
  return matchLocale(typeof language === 'string' ? [language] : []);
}

function isId(id: unknown): id is number {
  return Number.isSafeInteger(id);
}
