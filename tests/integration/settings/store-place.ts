import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Conf from 'conf';
import { expect } from 'vitest';
import { systemClock } from '../../../src-main/core/lib/clock.ts';
import type { ConfClass } from '../../../src-main/core/settings/conf-class.ts';
import type { SettingsProblem } from '../../../src-main/core/settings/settings-problem.ts';
import {
  openSettings,
  type SettingsStore,
  type SettingsStoreOptions,
} from '../../../src-main/core/settings/settings-store.ts';

/** A data folder of its own for one test, with what the store tells; everything is closed at the end. */
export async function place() {
  const scratch = await mkdtemp(join(tmpdir(), 'rota-store-'));
  const dir = join(scratch, 'data');
  const path = join(dir, 'config.json');
  const told = {
    warnings: [] as SettingsProblem[],
    refused: [] as SettingsProblem[],
    failures: [] as unknown[],
  };
  const opened: SettingsStore[] = [];
  const tryOpen = (options: Partial<SettingsStoreOptions> = {}, Base: ConfClass = Conf) =>
    openSettings(Base, {
      dir,
      clock: systemClock,
      version: '0.1.0',
      onWarnings: (warnings) => told.warnings.push(...warnings),
      onRefused: (errors) => told.refused.push(...errors),
      onListenerError: (error) => told.failures.push(error),
      ...options,
    });
  const open = async (options: Partial<SettingsStoreOptions> = {}, Base: ConfClass = Conf) => {
    const result = await tryOpen(options, Base);
    if (!result.ok) expect.unreachable(result.errors[0]?.message);
    opened.push(result.source);
    return result.source;
  };
  return {
    dir,
    path,
    told,
    tryOpen,
    open,
    /** Puts a file where the store will look, as an earlier run or the user would have left it. */
    async given(content: string | Buffer) {
      await mkdir(dir);
      await writeFile(path, content);
    },
    onDisk: async () => JSON.parse(await readFile(path, 'utf8')),
    async [Symbol.asyncDispose]() {
      for (const store of opened) await store.close();
      await rm(scratch, { recursive: true });
      expect(told.failures).toEqual([]);
    },
  };
}

/** The permission bits of a file. */
export const modeOf = async (file: string) => (await stat(file)).mode & 0o777;

export const ONE = { name: 'One', base_url: 'https://one.example', auth_value: 'vault' } as const;
export const TWO = { name: 'Two', base_url: 'https://two.example', auth_value: 'env:TWO' } as const;
