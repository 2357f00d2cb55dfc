import { Menu, type MenuItemConstructorOptions, nativeImage, nativeTheme, Tray } from 'electron';
import type { Locale } from '../../../src-shared/i18n/locale.ts';
import type { Snapshot } from '../../../src-shared/model/snapshot.ts';
import type { Clock } from '../../core/lib/clock.ts';
import type { Box } from '../windows/window-place.ts';
import { trayImageFile } from './tray-image.ts';
import { type TrayAction, type TrayMenuEntry, trayMenu } from './tray-menu.ts';
import { trayIconState, trayTooltip } from './tray-view.ts';

/**
 * Ties the icon to this program on Windows, so that its place and visibility survive an update. Never to be changed.
 */
const WINDOWS_GUID = '5f0c8f0e-6f0b-4c52-9a3e-6c1f5b0d7a21';
/** Countdowns in menu and tooltip are drawn in minutes. */
const REDRAW_MS = 60_000;

export interface AppTrayOptions {
  readonly images: string;
  readonly platform: NodeJS.Platform;
  readonly desktop: string;
  readonly clock: Clock;
  readonly locale: () => Locale;
  readonly startsAtLogin: () => boolean | null;
  onAction(action: TrayAction): void;
  /** `icon` is null where the platform does not tell where it is. */
  onClick(icon: Box | null): void;
}

/** The tray icon with its tooltip and menu. It shows what the last snapshot says and is touched only where that changed. */
export class AppTray {
  readonly #options: AppTrayOptions;
  readonly #tray: Tray;
  readonly #onTheme = () => this.#draw();
  #snapshot: Snapshot | null = null;
  /** When the snapshot came, by our own clock: its countdowns go on from there. */
  #heardAt = 0;
  #image = '';
  #tooltip = '';
  #entries = '';
  #menu: Menu | null = null;
  #redraw: Disposable | null = null;
  #isDestroyed = false;

  /** Throws where the desktop has no place for an icon. */
  constructor(options: AppTrayOptions) {
    this.#options = options;
    const image = nativeImage.createFromPath(this.#imageFile('paused'));
    this.#tray = options.platform === 'win32' ? new Tray(image, WINDOWS_GUID) : new Tray(image);
    this.#tray.on('click', (_event, bounds) => this.#click(bounds));
    // With a menu of its own set, macOS would open it on the left click as well.
    this.#tray.on('right-click', () => this.#menu && this.#tray.popUpContextMenu(this.#menu));
    nativeTheme.on('updated', this.#onTheme);
  }

  /** Electron's own object. */
  get native(): Tray {
    return this.#tray;
  }

  /** Shows a state. */
  show(snapshot: Snapshot): void {
    this.#snapshot = snapshot;
    this.#heardAt = this.#options.clock.now();
    this.#draw();
  }

  /** Shows the last state again, in another language or after a change outside of it. */
  redraw(): void {
    this.#draw();
  }

  /** Takes the icon away; what is shown after that is not. */
  destroy(): void {
    this.#isDestroyed = true;
    this.#redraw?.[Symbol.dispose]();
    nativeTheme.off('updated', this.#onTheme);
    this.#tray.destroy();
  }

  #click(bounds: Box): void {
    this.#options.onClick(this.#options.platform === 'linux' ? null : bounds);
  }

  #draw(): void {
    if (this.#snapshot === null || this.#isDestroyed) return;
    const { clock, locale, startsAtLogin } = this.#options;
    const snapshot = { ...this.#snapshot, now: this.#snapshot.now + clock.now() - this.#heardAt };
    this.#setImage(this.#imageFile(trayIconState(snapshot)));
    this.#setTooltip(trayTooltip(snapshot, locale()));
    this.#setMenu(trayMenu({ snapshot, startsAtLogin: startsAtLogin() }, locale()));
    this.#redraw?.[Symbol.dispose]();
    this.#redraw = clock.after(REDRAW_MS, () => this.#draw());
  }

  #setImage(file: string): void {
    if (file === this.#image) return;
    this.#image = file;
    this.#tray.setImage(nativeImage.createFromPath(file));
  }

  #setTooltip(text: string): void {
    if (text === this.#tooltip) return;
    this.#tooltip = text;
    this.#tray.setToolTip(text);
  }

  #setMenu(entries: readonly TrayMenuEntry[]): void {
    const written = JSON.stringify(entries);
    if (written === this.#entries) return;
    this.#entries = written;
    this.#menu = Menu.buildFromTemplate(entries.map((entry) => this.#itemOf(entry)));
    // Linux shows only what `setContextMenu` was told last; a changed item alone is not seen there.
    if (this.#options.platform !== 'darwin') this.#tray.setContextMenu(this.#menu);
  }

  #itemOf(entry: TrayMenuEntry): MenuItemConstructorOptions {
    switch (entry.kind) {
      case 'separator':
        return { type: 'separator' };
      case 'note':
        return { label: entry.label, enabled: false };
      case 'command':
        return { label: plain(entry.label), click: () => this.#options.onAction(entry.action) };
      case 'check':
        return {
          type: 'checkbox',
          label: plain(entry.label),
          checked: entry.checked,
          click: () => this.#options.onAction(entry.action),
        };
    }
  }

  #imageFile(state: Parameters<typeof trayImageFile>[1]): string {
    const { images, platform, desktop } = this.#options;
    const isDark =
      platform === 'win32'
        ? nativeTheme.shouldUseDarkColorsForSystemIntegratedUI
        : nativeTheme.shouldUseDarkColors;
    return trayImageFile(images, state, { platform, desktop, isDark });
  }
}

/** An ampersand in a label would be taken for a keyboard mnemonic. */
function plain(label: string): string {
  return label.replaceAll('&', '&&');
}
