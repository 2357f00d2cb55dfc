import { BrowserWindow, screen } from 'electron';
import type { Clock } from '../../core/lib/clock.ts';
import type { AppMemory } from '../app-memory.ts';
import { groundColor } from './ground.ts';
import { type PagePlace, pageAddress } from './page-address.ts';
import { recoverFromCrash } from './recover-from-crash.ts';
import { SAFE_PREFERENCES } from './web-preferences.ts';
import { reachablePlace } from './window-place.ts';

const SIZE = { width: 960, height: 680 };
const LEAST = { minWidth: 420, minHeight: 480 };

export interface MainWindowOptions {
  readonly preload: string;
  readonly icon: string | undefined;
  readonly memory: AppMemory;
  readonly clock: Clock;
  onCrash(reason: string): void;
  /** Told when it opens and when it has closed. */
  onOpenChanged(isOpen: boolean): void;
}

/** The window: made when it is wanted, gone when it is closed. */
export class MainWindow {
  readonly #options: MainWindowOptions;
  #window: BrowserWindow | null = null;

  constructor(options: MainWindowOptions) {
    this.#options = options;
  }

  get window(): BrowserWindow | null {
    return this.#window;
  }

  /** Shows the window, at a place of the page where one is given. */
  open(place?: PagePlace): void {
    if (this.#window === null) this.#create(place ?? '/accounts');
    else if (place !== undefined) void this.#window.loadURL(pageAddress(place)).catch(() => {});
    if (this.#window?.isMinimized()) this.#window.restore();
    this.#window?.show();
    this.#window?.focus();
  }

  /** Takes the window away without asking its page. */
  destroy(): void {
    this.#remember();
    this.#window?.destroy();
  }

  #create(place: PagePlace): void {
    const { memory, preload, icon, clock, onCrash, onOpenChanged } = this.#options;
    const { workArea } = screen.getPrimaryDisplay();
    const screens = screen.getAllDisplays().map((display) => display.workArea);
    const size = {
      width: Math.min(SIZE.width, workArea.width),
      height: Math.min(SIZE.height, workArea.height),
    };
    const window = new BrowserWindow({
      ...size,
      ...LEAST,
      ...reachablePlace(memory.current.window, screens),
      title: 'Rota',
      show: false,
      autoHideMenuBar: true,
      backgroundColor: groundColor(),
      ...(icon === undefined ? {} : { icon }),
      webPreferences: { ...SAFE_PREFERENCES, preload },
    });
    this.#window = window;
    if (memory.current.maximized) window.maximize();
    recoverFromCrash(window, clock, onCrash);
    window.on('close', () => this.#remember());
    window.on('closed', () => {
      this.#window = null;
      onOpenChanged(false);
    });
    onOpenChanged(true);
    // Rejects where the page turns elsewhere meanwhile, or the window closes; neither needs doing anything.
    void window.loadURL(pageAddress(place)).catch(() => {});
  }

  #remember(): void {
    const window = this.#window;
    if (window === null || window.isDestroyed()) return;
    this.#options.memory.remember({ window: window.getNormalBounds(), maximized: window.isMaximized() });
  }
}
