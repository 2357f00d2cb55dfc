import type { App, Session, WebContents } from 'electron';
import { isOwnPage, type PagePlace, placeOf } from './page-address.ts';

export interface Denials {
  readonly app: Pick<App, 'on'>;
  /** The session of our own pages; every other one brings its own rules. */
  readonly ownSession: Session;
  /** Hears every foreign address that a page wanted to open in another window. */
  openOutside(address: string): void;
  /** A page of ours wants the main window: its links there have a target, so that they work in a browser too. */
  openMain(place: PagePlace): void;
}

/** The one thing that our page may ask the browser for: its copy buttons. */
const PERMITTED = 'clipboard-sanitized-write';

/**
 * Our windows show our page and nothing else: no other address, no second window, no embedded page, no device, no
 * permission. A window of another session (signing in) is left to whoever made it, except that it may embed nothing.
 */
export function denyByDefault({ app, ownSession, openOutside, openMain }: Denials): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-attach-webview', (event) => event.preventDefault());
    if (contents.session !== ownSession) return;
    stayOnOwnPage(contents);
    contents.setWindowOpenHandler(({ url }) => {
      if (isOwnPage(url)) openMain(placeOf(url));
      else openOutside(url);
      return { action: 'deny' };
    });
  });
  ownSession.setPermissionRequestHandler((contents, permission, decide) =>
    decide(permission === PERMITTED && isOwnPage(contents.getURL())),
  );
  ownSession.setPermissionCheckHandler(
    (_contents, permission, origin) => permission === PERMITTED && isOwnPage(origin),
  );
  ownSession.setDevicePermissionHandler(() => false);
}

function stayOnOwnPage(contents: WebContents): void {
  const stay = (event: { readonly url: string; preventDefault(): void }) => {
    if (!isOwnPage(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', stay);
}

/** Takes every permission and device from a session, for pages of others. */
export function grantNothing(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
}
