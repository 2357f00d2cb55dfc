import type { EventEmitter } from 'node:events';
import { fromBrowser } from './scheme-map.ts';
import type { Session } from './session.ts';
import { WebFrame } from './web-frame.ts';

/** A request that Chromium holds until it is told what to do with it. */
export interface PausedRequest {
  readonly requestId: string;
  readonly request: { readonly url: string; readonly method: string };
  readonly frameId: string;
  readonly resourceType: string;
  /** Set where this request follows a redirect. */
  readonly redirectedRequestId?: string;
}

interface Decision {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

const LET_THROUGH: Decision = { method: 'Fetch.continueRequest', params: {} };
const ABORT: Decision = { method: 'Fetch.failRequest', params: { errorReason: 'Aborted' } };
const BLOCK: Decision = { method: 'Fetch.failRequest', params: { errorReason: 'BlockedByClient' } };

/**
 * Decides over each request of a page in Electron's order: `will-frame-navigate` and `will-navigate` for what the page
 * itself began, `will-redirect` for each hop, then the session's `onBeforeRequest`, then the app's own schemes.
 */
export class NavigationGate {
  readonly #contents: EventEmitter;
  readonly #session: Session;
  /** The next navigation was asked for by the app, which is not asked about it. */
  #fromApp = false;

  constructor(contents: EventEmitter, session: Session) {
    this.#contents = contents;
    this.#session = session;
  }

  expectFromApp(): void {
    this.#fromApp = true;
  }

  async decide(paused: PausedRequest, mainFrameId: string): Promise<Decision> {
    const url = fromBrowser(paused.request.url);
    const isDocument = paused.resourceType === 'Document';
    const isMainFrame = isDocument && paused.frameId === mainFrameId;
    if (isDocument && !this.#mayNavigate(url, isMainFrame, paused.redirectedRequestId !== undefined))
      return ABORT;

    const resourceType = isMainFrame ? 'mainFrame' : isDocument ? 'subFrame' : 'other';
    const { method } = paused.request;
    if (!(await this.#session.webRequest.allows({ url, method, resourceType }))) return BLOCK;
    if (isMainFrame && paused.redirectedRequestId === undefined) {
      this.#contents.emit('did-start-navigation', { url, isMainFrame, isSameDocument: false });
    }
    if (url === paused.request.url) return LET_THROUGH;
    const answer = await this.#session.protocol.answer(url, method);
    return answer === null ? BLOCK : fulfil(answer);
  }

  #mayNavigate(url: string, isMainFrame: boolean, isRedirect: boolean): boolean {
    const isOfApp = isMainFrame && this.#fromApp && !isRedirect;
    if (isMainFrame && !isRedirect) this.#fromApp = false;
    if (isOfApp) return true;
    const names = isRedirect
      ? ['will-redirect']
      : ['will-frame-navigate', ...(isMainFrame ? ['will-navigate'] : [])];
    let allowed = true;
    for (const name of names) {
      this.#contents.emit(name, {
        url,
        isMainFrame,
        isSameDocument: false,
        frame: new WebFrame(url, null),
        preventDefault: () => {
          allowed = false;
        },
      });
    }
    return allowed;
  }
}

async function fulfil(answer: Response): Promise<Decision> {
  return {
    method: 'Fetch.fulfillRequest',
    params: {
      responseCode: answer.status,
      responseHeaders: [...answer.headers].map(([name, value]) => ({ name, value })),
      body: Buffer.from(await answer.arrayBuffer()).toString('base64'),
    },
  };
}
