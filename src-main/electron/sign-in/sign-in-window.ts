import { setImmediate as immediate } from 'node:timers/promises';
import { BrowserWindow, type Session, session, type WebContents } from 'electron';
import { grantNothing } from '../windows/deny-by-default.ts';
import { SAFE_PREFERENCES } from '../windows/web-preferences.ts';
import { isCallback, mayLoad, refusesEmbedding, signInTitle } from './sign-in-rules.ts';
import type { SignInPage, SignInPageOrder } from './window-capture.ts';

const SIZE = { width: 520, height: 720 };

export interface SignInWindowOptions {
  readonly parent: BrowserWindow | null;
  readonly title: string;
  /** Told of addresses that the page wanted to open in another window. */
  openOutside(address: string): void;
  /** Distinguishes the partitions of this run. */
  readonly serial: number;
}

/**
 * Opens a sign-in page. The window has a session of its own in memory, no preload and no permission, identifies itself
 * as what it is, and lets through https alone. The redirect to our callback is caught before it is sent: in a redirect,
 * in a navigation, and in whatever else might ask for it.
 */
export function openSignInWindow(order: SignInPageOrder, options: SignInWindowOptions): SignInPage {
  // Without the prefix "persist:" a partition lives in memory only.
  const partition = session.fromPartition(`sign-in-${process.pid}-${options.serial}`, { cache: false });
  grantNothing(partition);
  partition.on('will-download', (event) => event.preventDefault());
  guardRequests(partition, order);

  const window = new BrowserWindow({
    ...SIZE,
    ...(options.parent === null ? {} : { parent: options.parent }),
    title: options.title,
    autoHideMenuBar: true,
    webPreferences: { ...SAFE_PREFERENCES, session: partition },
  });
  window.removeMenu();
  guardNavigation(window.webContents, order, options);
  showAddress(window);
  window.once('closed', () => order.onClosed());
  void window.loadURL(order.authorizationUrl).catch(() => {});

  let closing: Promise<void> | undefined;
  return {
    close() {
      closing ??= closeAndWipe(window, partition);
      return closing;
    },
  };
}

function guardRequests(
  partition: Session,
  { authorizationUrl, redirectUri, onCallback }: SignInPageOrder,
): void {
  partition.webRequest.onBeforeRequest(({ url }, decide) => {
    if (isCallback(url, redirectUri)) {
      decide({ cancel: true });
      onCallback(url);
    } else {
      decide({ cancel: !mayLoad(url, authorizationUrl) });
    }
  });
}

function guardNavigation(
  contents: WebContents,
  { authorizationUrl, redirectUri, onCallback, onRefused }: SignInPageOrder,
  { openOutside }: SignInWindowOptions,
): void {
  const guard = (event: {
    readonly url: string;
    readonly isMainFrame: boolean;
    preventDefault(): void;
  }): void => {
    if (isCallback(event.url, redirectUri)) {
      event.preventDefault();
      if (event.isMainFrame) onCallback(event.url);
    } else if (event.isMainFrame && refusesEmbedding(event.url)) {
      event.preventDefault();
      onRefused();
    } else if (!mayLoad(event.url, authorizationUrl)) {
      event.preventDefault();
    }
  };
  contents.on('will-frame-navigate', guard);
  contents.on('will-redirect', guard);
  contents.setWindowOpenHandler(({ url }) => {
    if (refusesEmbedding(url)) onRefused();
    else openOutside(url);
    return { action: 'deny' };
  });
}

function showAddress(window: BrowserWindow): void {
  const { webContents } = window;
  const show = () => window.setTitle(signInTitle(webContents.getURL(), webContents.getTitle()));
  window.on('page-title-updated', (event) => {
    event.preventDefault();
    show();
  });
  webContents.on('did-navigate', show);
  webContents.on('did-navigate-in-page', show);
}

async function closeAndWipe(window: BrowserWindow, partition: Session): Promise<void> {
  // The answer may have come from within one of this window's own events: it must end before its window does.
  await immediate();
  if (!window.isDestroyed()) window.destroy();
  partition.webRequest.onBeforeRequest((_details, decide) => decide({ cancel: true }));
  await Promise.all([
    partition.clearStorageData(),
    partition.clearCache(),
    partition.clearAuthCache(),
    partition.closeAllConnections(),
  ]);
}
