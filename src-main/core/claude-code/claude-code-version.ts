import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Clock } from '../lib/clock.ts';
import type { PlaceSurroundings } from './settings-place.ts';

/** Longest wait for the program, in ms; it answers in some hundredths of a second and writes nothing. */
const TIMEOUT_MS = 5_000;
/** How long an answer holds, in ms: a page that is open asks again and again. */
const FRESH_MS = 60_000;

/**
 * Asks the installed Claude Code for its version, e.g. `2.1.330`; null where none is found. A program that was
 * started from a desktop often has a shorter PATH than a terminal, so the usual places are looked at too.
 */
export function createVersionProbe(
  { homeDir, platform, environment }: PlaceSurroundings,
  clock: Pick<Clock, 'monotonic'>,
): () => Promise<string | null> {
  const program = platform === 'win32' ? 'claude.exe' : 'claude';
  const folders = [
    ...(environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== ''),
    join(homeDir, '.local', 'bin'),
    join(homeDir, '.claude', 'local'),
    ...(platform === 'win32' ? [] : ['/opt/homebrew/bin', '/usr/local/bin']),
  ];
  let known: { readonly at: number; readonly version: Promise<string | null> } | null = null;
  return () => {
    const at = clock.monotonic();
    if (known === null || at - known.at > FRESH_MS) known = { at, version: firstVersion() };
    return known.version;
  };

  async function firstVersion(): Promise<string | null> {
    for (const folder of new Set(folders)) {
      const path = join(folder, program);
      const runs = await access(path, constants.X_OK).then(
        () => true,
        () => false,
      );
      const version = runs ? await versionOf(path) : null;
      if (version !== null) return version;
    }
    return null;
  }

  /** Our own keys and tokens are none of its business: it gets the few variables that a program needs to run. */
  function versionOf(path: string): Promise<string | null> {
    const env = Object.fromEntries(
      ['PATH', 'SystemRoot', 'TEMP', 'TMPDIR'].map((name) => [name, environment[name]]),
    );
    const options = {
      timeout: TIMEOUT_MS,
      maxBuffer: 64 * 1024,
      env: { ...env, HOME: homeDir, USERPROFILE: homeDir },
    };
    return new Promise((resolve) => {
      execFile(path, ['--version'], options, (error, stdout) => {
        resolve(error === null ? parseVersion(stdout) : null);
      });
    });
  }
}

/** `2.1.330 (Claude Code)` → `2.1.330` */
export function parseVersion(output: string): string | null {
  return /^(\d+\.\d+\.\d+)\b.*Claude Code/.exec(output)?.[1] ?? null;
}
