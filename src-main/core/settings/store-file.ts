import { chmodSync, copyFileSync, renameSync, statSync } from 'node:fs';
import { join, parse } from 'node:path';
import type { Clock } from '../lib/clock.ts';

const PRIVATE_FILE_MODE = 0o600;

/** Whether a text is JSON and a mapping; conf would take any other JSON as an empty store and write over it. */
export function isJsonMapping(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** Moves a file to a dated name beside it and returns that name. */
export function moveAside(path: string, clock: Clock): string {
  const aside = datedName(path, clock);
  renameSync(path, aside);
  makePrivate(aside);
  return aside;
}

/** Copies a file to a dated name beside it and returns that name. */
export function copyAside(path: string, clock: Clock): string {
  const aside = datedName(path, clock);
  copyFileSync(path, aside);
  makePrivate(aside);
  return aside;
}

/** Takes all rights on a file from other users. Windows keeps no such bits. */
export function makePrivate(path: string): void {
  if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, PRIVATE_FILE_MODE);
}

/** `config.json` becomes `config.unreadable-2026-11-22T12-00-00-000Z.json`. */
function datedName(path: string, clock: Clock): string {
  const { dir, name, ext } = parse(path);
  const date = new Date(clock.now()).toISOString().replaceAll(/[:.]/g, '-');
  return join(dir, `${name}.unreadable-${date}${ext}`);
}
