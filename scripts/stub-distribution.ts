import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What @electron/fuses looks for in a binary: this text, the version of the wire, its length, and a fuse each. */
const FUSE_WIRE = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX', 'latin1'),
  Buffer.from([1, 9]),
  Buffer.from('100000000', 'latin1'),
]);

/**
 * Lays out what a downloaded Electron for Linux looks like, as far as packaging looks at it. It cannot run; it stands
 * in where the binary cannot be had, so that the packaging step itself can be verified.
 */
export function writeStubDistribution(folder: string, version: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'locales'), { recursive: true });
  mkdirSync(join(folder, 'resources'));
  const program = Buffer.concat([Buffer.from('#!/bin/sh\nexit 1\n'), FUSE_WIRE]);
  writeFileSync(join(folder, 'electron'), program, { mode: 0o755 });
  for (const name of ['chrome-sandbox', 'chrome_crashpad_handler']) {
    writeFileSync(join(folder, name), '#!/bin/sh\n', { mode: 0o755 });
  }
  writeFileSync(join(folder, 'version'), version);
  const empty = [
    'LICENSE',
    'LICENSES.chromium.html',
    'resources.pak',
    'icudtl.dat',
    'libffmpeg.so',
    'locales/en-US.pak',
  ];
  for (const name of empty) writeFileSync(join(folder, name), '');
}
