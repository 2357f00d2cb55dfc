import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { LOCALES, type Locale } from '../../src-shared/i18n/locale.ts';
import type { Box } from './windows/window-place.ts';

const box = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

const memorySchema = z.object({
  window: box.nullable().catch(null),
  maximized: z.boolean().catch(false),
  language: z.enum(LOCALES).nullable().catch(null),
});

export interface Memory {
  readonly window: Box | null;
  readonly maximized: boolean;
  /** The language in which the page was last used, so that the tray speaks it too. */
  readonly language: Locale | null;
}

/**
 * What the app remembers of itself between runs: nothing that matters, so a file that cannot be read or written is
 * as good as none.
 */
export class AppMemory {
  readonly #path: string;
  #memory: Memory;

  constructor(path: string) {
    this.#path = path;
    this.#memory = read(path);
  }

  get current(): Memory {
    return this.#memory;
  }

  remember(change: Partial<Memory>): void {
    const next = { ...this.#memory, ...change };
    if (JSON.stringify(next) === JSON.stringify(this.#memory)) return;
    this.#memory = next;
    try {
      mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
      writeFileSync(this.#path, JSON.stringify(next), { mode: 0o600 });
    } catch {
      // It is remembered for this run at least.
    }
  }
}

function read(path: string): Memory {
  try {
    return memorySchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return { window: null, maximized: false, language: null };
  }
}
