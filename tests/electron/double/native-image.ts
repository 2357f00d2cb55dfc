import { readFileSync } from 'node:fs';

/** `NativeImage`, as far as where it came from and how large it is. */
export class NativeImage {
  readonly path: string;
  readonly #size: { readonly width: number; readonly height: number };

  private constructor(path: string, size: { readonly width: number; readonly height: number }) {
    this.path = path;
    this.#size = size;
  }

  /** An image that cannot be read is empty, which Electron does not tell either. */
  static createFromPath(path: string): NativeImage {
    try {
      const bytes = readFileSync(path);
      const isPng = bytes.subarray(1, 4).toString('latin1') === 'PNG';
      const size = isPng
        ? { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
        : { width: bytes.readUInt8(6), height: bytes.readUInt8(7) };
      return new NativeImage(path, size);
    } catch {
      return new NativeImage(path, { width: 0, height: 0 });
    }
  }

  isEmpty(): boolean {
    return this.#size.width === 0;
  }

  getSize(): { readonly width: number; readonly height: number } {
    return this.#size;
  }
}
