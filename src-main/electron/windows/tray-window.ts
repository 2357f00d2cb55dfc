import { BrowserWindow, screen } from 'electron';
import type { Clock } from '../../core/lib/clock.ts';
import { groundColor } from './ground.ts';
import { pageAddress } from './page-address.ts';
import { recoverFromCrash } from './recover-from-crash.ts';
import { SAFE_PREFERENCES } from './web-preferences.ts';
import { type Box, placeAtIcon } from './window-place.ts';

const SIZE = { width: 380, height: 560 };
/** A click on the icon takes the focus away first, which hides the window; it must not bring it back at once, in ms. */
const SAME_CLICK_MS = 250;
/** A window that nobody looked at for so long gives its memory back, in ms. */
const KEPT_HIDDEN_MS = 60_000;

export interface TrayWindowOptions {
  readonly preload: string;
  readonly clock: Clock;
  onCrash(reason: string): void;
}

/** The small window at the tray icon. */
export class TrayWindow {
  readonly #options: TrayWindowOptions;
  #window: BrowserWindow | null = null;
  #hiddenAt = Number.NEGATIVE_INFINITY;
  #farewell: Disposable | null = null;

  constructor(options: TrayWindowOptions) {
    this.#options = options;
  }

  get window(): BrowserWindow | null {
    return this.#window;
  }

  /** Opens the window at the icon, or closes it where it is open. `icon` is null where the platform does not tell. */
  toggle(icon: Box | null): void {
    if (this.#window?.isVisible()) this.hide();
    else if (this.#options.clock.now() - this.#hiddenAt > SAME_CLICK_MS) this.#show(icon);
  }

  hide(): void {
    if (!this.#window?.isVisible()) return;
    this.#hiddenAt = this.#options.clock.now();
    this.#window.hide();
    this.#farewell?.[Symbol.dispose]();
    this.#farewell = this.#options.clock.after(KEPT_HIDDEN_MS, () => this.destroy());
  }

  destroy(): void {
    this.#farewell?.[Symbol.dispose]();
    this.#farewell = null;
    this.#window?.destroy();
  }

  #show(icon: Box | null): void {
    this.#farewell?.[Symbol.dispose]();
    this.#farewell = null;
    const window = this.#window ?? this.#create();
    const pointer = screen.getCursorScreenPoint();
    const anchor = icon !== null && icon.width > 0 ? icon : { ...pointer, width: 0, height: 0 };
    const { workArea } = screen.getDisplayNearestPoint({ x: anchor.x, y: anchor.y });
    const { x, y } = placeAtIcon(anchor, SIZE, workArea);
    // Wayland ignores the place and lets the desktop choose.
    window.setPosition(x, y);
    window.show();
    window.focus();
  }

  #create(): BrowserWindow {
    const { preload, clock, onCrash } = this.#options;
    const window = new BrowserWindow({
      ...SIZE,
      title: 'Rota',
      show: false,
      frame: false,
      resizable: false,
      maximizable: false,
      minimizable: false,
      fullscreenable: false,
      skipTaskbar: true,
      alwaysOnTop: true,
      backgroundColor: groundColor(),
      webPreferences: { ...SAFE_PREFERENCES, preload },
    });
    this.#window = window;
    recoverFromCrash(window, clock, onCrash);
    window.on('blur', () => this.hide());
    // The page closes itself on Escape; that only puts the window away.
    window.on('close', (event) => {
      event.preventDefault();
      this.hide();
    });
    window.on('closed', () => {
      this.#window = null;
    });
    void window.loadURL(pageAddress('tray')).catch(() => {});
    return window;
  }
}
