import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Cdp } from './cdp.ts';
import type { IpcMain } from './ipc-main.ts';
import { NavigationGate, type PausedRequest } from './navigation-gate.ts';
import { BINDING, pageWorldSource, RECEIVER } from './page-world.ts';
import { fromBrowser, toBrowser } from './scheme-map.ts';
import type { Session } from './session.ts';
import { WebFrame } from './web-frame.ts';

export interface WebContentsOptions {
  readonly cdp: Cdp;
  readonly session: Session;
  readonly ipcMain: IpcMain;
  /** Path of the preload, or null. */
  readonly preload: string | null;
  readonly width: number;
  readonly height: number;
  /** The page asked to close its window. */
  onCloseAsked(): void;
  /** The page went without being asked. */
  onGone(): void;
}

type WindowOpenHandler = (details: { readonly url: string }) => { readonly action: 'deny' | 'allow' };

interface FrameInfo {
  readonly id: string;
  readonly parentId?: string;
  readonly url: string;
  readonly urlFragment?: string;
}

let lastId = 0;

/** `webContents`: one page of the browser. */
export class WebContents extends EventEmitter {
  readonly id = ++lastId;
  readonly session: Session;
  readonly #options: WebContentsOptions;
  readonly #gate: NavigationGate;
  readonly #ready: Promise<void>;
  /** URLs of all frames by their id, and the frame of each script world. */
  readonly #frames = new Map<string, FrameInfo>();
  readonly #worlds = new Map<number, string>();
  #sessionId = '';
  #targetId = '';
  #mainFrame = new WebFrame('about:blank', null);
  #mainWorld: number | null = null;
  #title = '';
  #destroyed = false;
  #crashed = false;
  #windowOpen: WindowOpenHandler = () => ({ action: 'allow' });

  constructor(options: WebContentsOptions) {
    super();
    this.#options = options;
    this.session = options.session;
    this.#gate = new NavigationGate(this, options.session);
    this.#ready = this.#open();
    this.#ready.catch((error: unknown) => {
      if (!this.#destroyed) process.stderr.write(`The double could not open a page: ${String(error)}\n`);
    });
  }

  get mainFrame(): WebFrame {
    return this.#mainFrame;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  getURL(): string {
    return this.#mainFrame.url;
  }

  getTitle(): string {
    return this.#title;
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#windowOpen = handler;
  }

  /** Resolves when the page is loaded; rejects as Electron does where it is not. */
  async loadURL(url: string): Promise<void> {
    await this.#ready;
    this.#gate.expectFromApp();
    const loaded = new Promise<void>((resolve) => this.once('did-finish-load', resolve));
    const answer = await this.#send<{ errorText?: string; loaderId?: string }>('Page.navigate', {
      url: toBrowser(url),
    });
    if (answer.errorText) {
      const code = answer.errorText.replace('net::', '');
      this.emit('did-fail-load', {}, -3, code, url, true);
      throw Object.assign(new Error(`${code} (-3) loading '${url}'`), { code, errno: -3, url });
    }
    // Without a loader the document stayed the same and only its fragment changed.
    if (answer.loaderId !== undefined) await loaded;
  }

  reload(): void {
    void this.#ready.then(() => {
      this.#gate.expectFromApp();
      if (this.#crashed) void this.loadURL(this.getURL()).catch(() => {});
      else void this.#send('Page.reload');
    });
  }

  send(channel: string, ...args: unknown[]): void {
    const cloned = structuredClone(args);
    void this.#receive({ type: 'event', id: 0, channel, args: cloned });
  }

  async executeJavaScript(code: string): Promise<unknown> {
    await this.#ready;
    const { result } = await this.#send<{ result: { value: unknown } }>('Runtime.evaluate', {
      expression: code,
      awaitPromise: true,
      returnByValue: true,
    });
    return result.value;
  }

  /** Ends the page's process, as a crash does. */
  forcefullyCrashRenderer(): void {
    void this.#ready.then(() => this.#send('Page.crash').catch(() => {}));
  }

  /** The page is gone; called by its window. */
  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    void this.#ready
      .then(() => this.#options.cdp.send('Target.closeTarget', { targetId: this.#targetId }))
      .catch(() => {});
    this.emit('destroyed');
  }

  /** Draws the page, as Electron does for windows that are shown. */
  bringToFront(): void {
    void this.#ready.then(() => this.#send('Page.bringToFront')).catch(() => {});
  }

  async resize(width: number, height: number): Promise<void> {
    await this.#ready;
    await this.#send('Emulation.setDeviceMetricsOverride', {
      width,
      height,
      deviceScaleFactor: 1,
      mobile: false,
    });
  }

  #send<Result>(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<Result> {
    return this.#options.cdp.send<Result>(method, params, this.#sessionId);
  }

  async #open(): Promise<void> {
    const { cdp, session, preload, width, height } = this.#options;
    const browserContextId = await session.contextId();
    const { targetId } = await cdp.send<{ targetId: string }>('Target.createTarget', {
      url: 'about:blank',
      browserContextId,
      // Of several tabs in one window only the one in front is drawn.
      newWindow: true,
    });
    this.#targetId = targetId;
    const { sessionId } = await cdp.send<{ sessionId: string }>('Target.attachToTarget', {
      targetId,
      flatten: true,
    });
    this.#sessionId = sessionId;
    this.#listen();
    const source = pageWorldSource(preload === null ? null : readFileSync(preload, 'utf8'));
    await Promise.all([
      this.#send('Page.enable'),
      this.#send('Runtime.enable'),
      this.#send('Inspector.enable'),
      this.#send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
      this.#send('Runtime.addBinding', { name: BINDING }),
      this.#send('Page.addScriptToEvaluateOnNewDocument', { source }),
      this.#send('Emulation.setDeviceMetricsOverride', {
        width,
        height,
        deviceScaleFactor: 1,
        mobile: false,
      }),
      this.#send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true }),
    ]);
  }

  #listen(): void {
    const on = <Params>(event: string, listener: (params: Params) => void) =>
      this.#options.cdp.on(event, listener, this.#sessionId);

    on<PausedRequest>('Fetch.requestPaused', (request) => {
      this.#gate
        .decide(request, this.#mainFrameId())
        .then((decision) => this.#send(decision.method, { requestId: request.requestId, ...decision.params }))
        .catch(() => {});
    });
    on<{ frame: FrameInfo }>('Page.frameNavigated', ({ frame }) => this.#navigated(frame));
    on<{ frameId: string }>('Page.frameDetached', ({ frameId }) => this.#frames.delete(frameId));
    on<{ frameId: string; url: string }>('Page.navigatedWithinDocument', ({ frameId, url }) => {
      if (frameId !== this.#mainFrameId()) return;
      this.#mainFrame = new WebFrame(fromBrowser(url), null);
      this.emit('did-navigate-in-page', {}, fromBrowser(url), true);
    });
    on('Page.loadEventFired', () => {
      void this.#readTitle();
      this.emit('did-finish-load');
    });
    on('Page.domContentEventFired', () => this.emit('dom-ready', {}));
    on<{ url: string }>('Page.windowOpen', ({ url }) => this.#windowOpen({ url: fromBrowser(url) }));
    this.#options.cdp.on<{ sessionId: string }>('Target.detachedFromTarget', ({ sessionId }) => {
      if (sessionId === this.#sessionId) this.#options.onGone();
    });
    on('Inspector.targetCrashed', () => {
      this.#crashed = true;
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
    });
    on<{ context: { id: number; auxData: { frameId: string; isDefault: boolean } } }>(
      'Runtime.executionContextCreated',
      ({ context }) => {
        if (!context.auxData.isDefault) return;
        this.#worlds.set(context.id, context.auxData.frameId);
        if (context.auxData.frameId === this.#mainFrameId()) this.#mainWorld = context.id;
      },
    );
    on<{ executionContextId: number }>('Runtime.executionContextDestroyed', ({ executionContextId }) =>
      this.#worlds.delete(executionContextId),
    );
    on<{ name: string; payload: string; executionContextId: number }>('Runtime.bindingCalled', (call) => {
      if (call.name === BINDING) void this.#fromPage(call.payload, call.executionContextId);
    });
  }

  #mainFrameId(): string {
    // The id of a page's first target is also that of its main frame.
    return this.#targetId;
  }

  #navigated(frame: FrameInfo): void {
    this.#frames.set(frame.id, frame);
    const url = fromBrowser(`${frame.url}${frame.urlFragment ?? ''}`);
    if (frame.parentId !== undefined) return;
    this.#crashed = false;
    this.#mainFrame = new WebFrame(url, null);
    this.emit('did-navigate', {}, url, 200, '');
  }

  async #readTitle(): Promise<void> {
    const title = await this.executeJavaScript('document.title').catch(() => this.#title);
    if (typeof title !== 'string' || title === this.#title) return;
    this.#title = title;
    this.emit('page-title-updated', { preventDefault() {} }, title, true);
  }

  #frameOf(worldId: number): WebFrame {
    const frameId = this.#worlds.get(worldId) ?? '';
    if (frameId === this.#mainFrameId()) return this.#mainFrame;
    return new WebFrame(fromBrowser(this.#frames.get(frameId)?.url ?? 'about:blank'), this.#mainFrame);
  }

  async #fromPage(payload: string, worldId: number): Promise<void> {
    const message = JSON.parse(payload) as {
      readonly type: 'invoke' | 'send' | 'close';
      readonly id: number;
      readonly channel: string;
      readonly args: readonly unknown[];
    };
    const event = { sender: this, senderFrame: this.#frameOf(worldId) };
    switch (message.type) {
      case 'close':
        return this.#options.onCloseAsked();
      case 'send':
        return this.#options.ipcMain.receive(event, message.channel, message.args);
      case 'invoke': {
        const { id, channel } = message;
        const answer = await this.#options.ipcMain.invoke(event, channel, message.args).then(
          (value) => ({ type: 'result', id, channel, args: [value] }) as const,
          (error: Error) => ({ type: 'failure', id, channel, args: [error.message] }) as const,
        );
        return this.#receive(answer, worldId);
      }
    }
  }

  async #receive(message: object, worldId = this.#mainWorld): Promise<void> {
    if (this.#destroyed || worldId === null) return;
    await this.#send('Runtime.evaluate', {
      expression: `${RECEIVER}(${JSON.stringify(message)})`,
      contextId: worldId,
    }).catch(() => {
      // The document has gone meanwhile; nobody waits for it.
    });
  }
}
