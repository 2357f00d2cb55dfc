import { EventEmitter } from 'node:events';
import type { Box } from '../../../src-main/electron/windows/window-place.ts';
import type { Cdp } from './cdp.ts';
import type { IpcMain } from './ipc-main.ts';
import type { Session, Sessions } from './session.ts';
import { WebContents } from './web-contents.ts';

/** What every window of a run needs from it. */
export interface WindowWorld {
  cdp(): Cdp;
  readonly sessions: Sessions;
  readonly ipcMain: IpcMain;
  readonly app: EventEmitter;
}

interface WindowOptions {
  readonly width?: number;
  readonly height?: number;
  readonly x?: number;
  readonly y?: number;
  readonly show?: boolean;
  readonly title?: string;
  readonly webPreferences?: {
    readonly preload?: string;
    readonly session?: Session;
    readonly partition?: string;
    readonly sandbox?: boolean;
    readonly contextIsolation?: boolean;
    readonly nodeIntegration?: boolean;
  };
}

/** Makes the class `BrowserWindow` of one run. */
export function createBrowserWindowClass(world: WindowWorld) {
  const all = new Set<BrowserWindow>();
  let focused: BrowserWindow | null = null;
  let lastId = 0;

  class BrowserWindow extends EventEmitter {
    static getAllWindows(): BrowserWindow[] {
      return [...all];
    }

    static getFocusedWindow(): BrowserWindow | null {
      return focused;
    }

    static fromWebContents(contents: unknown): BrowserWindow | null {
      return [...all].find((window) => window.webContents === contents) ?? null;
    }

    readonly id = ++lastId;
    readonly webContents: WebContents;
    /** What it was made with, for tests. */
    readonly options: WindowOptions;
    #bounds: Box;
    #title: string;
    #visible: boolean;
    #maximized = false;
    #minimized = false;
    #destroyed = false;

    constructor(options: WindowOptions = {}) {
      super();
      this.options = options;
      const { width = 800, height = 600, x = 0, y = 0, show = true, title = 'Electron' } = options;
      this.#bounds = { x, y, width, height };
      this.#title = title;
      this.#visible = show;
      const { preload = null, session, partition = '' } = options.webPreferences ?? {};
      this.webContents = new WebContents({
        cdp: world.cdp(),
        session: session ?? world.sessions.fromPartition(partition),
        ipcMain: world.ipcMain,
        preload,
        width,
        height,
        onCloseAsked: () => this.close(),
        onGone: () => this.destroy(),
      });
      this.webContents.on('page-title-updated', (event: { preventDefault(): void }, text: string) => {
        let prevented = false;
        this.emit('page-title-updated', { ...event, preventDefault: () => (prevented = true) }, text, true);
        if (!prevented) this.#title = text;
      });
      this.webContents.once('did-finish-load', () => this.emit('ready-to-show', {}));
      all.add(this);
      world.app.emit('web-contents-created', {}, this.webContents);
      world.app.emit('browser-window-created', {}, this);
    }

    loadURL(url: string): Promise<void> {
      return this.webContents.loadURL(url);
    }

    show(): void {
      if (!this.#visible) {
        this.#visible = true;
        this.emit('show');
      }
      this.focus();
    }

    hide(): void {
      if (!this.#visible) return;
      this.#visible = false;
      this.blur();
      this.emit('hide');
    }

    focus(): void {
      if (focused === this || !this.#visible) return;
      focused?.blur();
      focused = this;
      this.webContents.bringToFront();
      this.emit('focus');
    }

    blur(): void {
      if (focused !== this) return;
      focused = null;
      this.emit('blur');
    }

    isVisible(): boolean {
      return this.#visible && !this.#destroyed;
    }

    isFocused(): boolean {
      return focused === this;
    }

    isDestroyed(): boolean {
      return this.#destroyed;
    }

    isMinimized(): boolean {
      return this.#minimized;
    }

    minimize(): void {
      this.#minimized = true;
    }

    restore(): void {
      this.#minimized = false;
    }

    isMaximized(): boolean {
      return this.#maximized;
    }

    maximize(): void {
      this.#maximized = true;
    }

    getBounds(): Box {
      return { ...this.#bounds };
    }

    getNormalBounds(): Box {
      return { ...this.#bounds };
    }

    setBounds(bounds: Partial<Box>): void {
      this.#bounds = { ...this.#bounds, ...bounds };
      void this.webContents.resize(this.#bounds.width, this.#bounds.height).catch(() => {});
    }

    setPosition(x: number, y: number): void {
      this.#bounds = { ...this.#bounds, x, y };
    }

    getTitle(): string {
      return this.#title;
    }

    setTitle(title: string): void {
      this.#title = title;
    }

    removeMenu(): void {}

    /** Asks the window to close; whoever listens may refuse. */
    close(): void {
      if (this.#destroyed) return;
      let prevented = false;
      this.emit('close', { preventDefault: () => (prevented = true) });
      if (!prevented) this.destroy();
    }

    destroy(): void {
      if (this.#destroyed) return;
      this.blur();
      this.#destroyed = true;
      all.delete(this);
      this.webContents.destroy();
      this.emit('closed');
      if (all.size === 0) world.app.emit('window-all-closed');
    }
  }

  return BrowserWindow;
}
