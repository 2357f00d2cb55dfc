/**
 * Draws the tray's and the app's icons into src-main/electron/assets: `node scripts/make-icons.ts`. They are
 * committed, so that a build needs no drawing; run it again after changing a shape. Needs nothing but zlib.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

const ASSETS = resolve(import.meta.dirname, '../src-main/electron/assets');
/** Samples of a pixel along each side; edges are as soft as 1/64. */
const SAMPLES = 8;

type Rgb = readonly [red: number, green: number, blue: number];
/** Whether a point of the 16 × 16 grid is covered. */
type Shape = (x: number, y: number) => boolean;

interface Layer {
  readonly shape: Shape;
  readonly color: Rgb;
}

const BLACK: Rgb = [0, 0, 0];
const INK_ON_LIGHT: Rgb = [0x2a, 0x2a, 0x2c];
const INK_ON_DARK: Rgb = [0xf2, 0xf2, 0xf2];
const ACCENT: Rgb = [0x34, 0x53, 0xb8];
const WHITE: Rgb = [255, 255, 255];

const inside =
  (left: number, top: number, width: number, height: number, radius: number): Shape =>
  (x, y) => {
    const dx = Math.abs(x - left - width / 2) - width / 2 + radius;
    const dy = Math.abs(y - top - height / 2) - height / 2 + radius;
    return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) <= radius;
  };

const not =
  (shape: Shape, hole: Shape): Shape =>
  (x, y) =>
    shape(x, y) && !hole(x, y);

const union =
  (...shapes: readonly Shape[]): Shape =>
  (x, y) =>
    shapes.some((shape) => shape(x, y));

const disc =
  (cx: number, cy: number, radius: number): Shape =>
  (x, y) =>
    Math.hypot(x - cx, y - cy) <= radius;

const BAR = { left: 1.75, width: 12.5, height: 3.5, radius: 1.1, line: 1.1 };
const filled = (top: number): Shape => inside(BAR.left, top, BAR.width, BAR.height, BAR.radius);
const hollow = (top: number): Shape =>
  not(
    filled(top),
    inside(
      BAR.left + BAR.line,
      top + BAR.line,
      BAR.width - 2 * BAR.line,
      BAR.height - 2 * BAR.line,
      BAR.radius / 2,
    ),
  );

const WELL = union(filled(1.25), hollow(6.25), hollow(11.25));
/** The four states differ by shape, so that nobody has to tell them apart by colour. */
const STATES: Readonly<Record<string, Shape>> = {
  well: WELL,
  resting: union(hollow(1.25), hollow(6.25), hollow(11.25)),
  action: union(not(WELL, disc(12.5, 12.5, 4.6)), disc(12.5, 12.5, 3.2)),
  paused: union(inside(3, 2, 3.6, 12, 1.1), inside(9.4, 2, 3.6, 12, 1.1)),
};

/** RGBA pixels of layers over each other, `size` pixels along each side. */
function draw(layers: readonly Layer[], size: number): Buffer {
  const pixels = Buffer.alloc(size * size * 4);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      let alpha = 0;
      let color: [number, number, number] = [0, 0, 0];
      for (const layer of layers) {
        const cover = coverage(layer.shape, column, row, size);
        const next = cover + alpha * (1 - cover);
        if (next === 0) continue;
        color = color.map((value, channel) =>
          Math.round(((layer.color[channel] ?? 0) * cover + value * alpha * (1 - cover)) / next),
        ) as typeof color;
        alpha = next;
      }
      pixels.set([...color, Math.round(alpha * 255)], (row * size + column) * 4);
    }
  }
  return pixels;
}

function coverage(shape: Shape, column: number, row: number, size: number): number {
  let hits = 0;
  for (let i = 0; i < SAMPLES; i++) {
    for (let j = 0; j < SAMPLES; j++) {
      const x = ((column + (i + 0.5) / SAMPLES) * 16) / size;
      const y = ((row + (j + 0.5) / SAMPLES) * 16) / size;
      if (shape(x, y)) hits++;
    }
  }
  return hits / SAMPLES ** 2;
}

/** PNG (ISO 15948): signature, header, one compressed image with a filter byte before each row, end. */
function png(layers: readonly Layer[], size: number): Buffer {
  const pixels = draw(layers, size);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const rows = Array.from({ length: size }, (_, row) =>
    Buffer.concat([Buffer.from([0]), pixels.subarray(row * size * 4, (row + 1) * size * 4)]),
  );
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** ICO with PNG images inside, which Windows reads since Vista. */
function ico(layers: readonly Layer[], sizes: readonly number[]): Buffer {
  const images = sizes.map((size) => ({ size, data: png(layers, size) }));
  const directory = Buffer.alloc(6 + 16 * images.length);
  directory.writeUInt16LE(1, 2);
  directory.writeUInt16LE(images.length, 4);
  let offset = directory.length;
  images.forEach(({ size, data }, index) => {
    const at = 6 + 16 * index;
    directory.set([size % 256, size % 256, 0, 0, 1, 0, 32, 0], at);
    directory.writeUInt32LE(data.length, at + 8);
    directory.writeUInt32LE(offset, at + 12);
    offset += data.length;
  });
  return Buffer.concat([directory, ...images.map(({ data }) => data)]);
}

function write(name: string, data: Buffer): void {
  writeFileSync(resolve(ASSETS, name), data);
}

mkdirSync(resolve(ASSETS, 'tray'), { recursive: true });
for (const [state, shape] of Object.entries(STATES)) {
  write(`tray/${state}Template.png`, png([{ shape, color: BLACK }], 16));
  write(`tray/${state}Template@2x.png`, png([{ shape, color: BLACK }], 32));
  for (const [ground, color] of [
    ['light', INK_ON_LIGHT],
    ['dark', INK_ON_DARK],
  ] as const) {
    write(`tray/${state}-${ground}.png`, png([{ shape, color }], 24));
    write(`tray/${state}-${ground}@2x.png`, png([{ shape, color }], 48));
    write(`tray/${state}-${ground}.ico`, ico([{ shape, color }], [16, 20, 24, 32, 48]));
  }
}

/** The app's own icon: the mark in white on a tile; macOS wants a margin around it. */
const tile = (margin: number): readonly Layer[] => {
  const side = 16 - 2 * margin;
  const scaled: Shape = (x, y) => {
    const scale = 16 / (side * 0.6);
    return WELL((x - 8) * scale + 8, (y - 8) * scale + 8);
  };
  return [
    { shape: inside(margin, margin, side, side, side * 0.225), color: ACCENT },
    { shape: scaled, color: WHITE },
  ];
};
write('icon.png', png(tile(1.3), 1024));
write('window.png', png(tile(0.5), 256));
write('icon.ico', ico(tile(0.5), [16, 24, 32, 48, 64, 128, 256]));
