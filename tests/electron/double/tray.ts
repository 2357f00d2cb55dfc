import { EventEmitter } from 'node:events';
import type { Menu } from './menu.ts';
import type { NativeImage } from './native-image.ts';

/** `Tray`: nothing is drawn; what was set is kept for the test to read. */
export class Tray extends EventEmitter {
  image: NativeImage;
  toolTip = '';
  contextMenu: Menu | null = null;
  #destroyed = false;

  constructor(image: NativeImage) {
    super();
    this.image = image;
  }

  setImage(image: NativeImage): void {
    this.image = image;
  }

  setToolTip(text: string): void {
    this.toolTip = text;
  }

  setContextMenu(menu: Menu | null): void {
    this.contextMenu = menu;
  }

  getBounds(): { x: number; y: number; width: number; height: number } {
    return { x: 1200, y: 0, width: 24, height: 24 };
  }

  popUpContextMenu(): void {}

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  destroy(): void {
    this.#destroyed = true;
  }
}
