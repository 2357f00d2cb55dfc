import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** An empty folder (mode 0700) that is removed when the current test ends. */
export function dataFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'rota-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
