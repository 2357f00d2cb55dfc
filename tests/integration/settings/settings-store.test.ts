import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Conf from 'conf';
import { describe, expect, it, vi } from 'vitest';
import type { ConfClass } from '../../../src-main/core/settings/conf-class.ts';
import { acceptTerms, addProvider, setOrder } from '../../../src-main/core/settings/document-edits.ts';
import type { SettingsStoreOptions } from '../../../src-main/core/settings/settings-store.ts';
import { modeOf, ONE, place, TWO } from './store-place.ts';

const eventually = (assertion: () => void) => vi.waitFor(assertion, { timeout: 6_000, interval: 20 });

describe.concurrent('the settings store', () => {
  it('begins with the defaults, the built-in OAuth provider and a file that only its owner can read', async () => {
    await using here = await place();
    const { dir, path, open } = here;
    const store = await open();
    expect(store.current()).toMatchObject({
      providers: [],
      oauthProviders: [{ name: 'anthropic' }],
      termsAcceptedAt: null,
    });
    expect(store.origin).toEqual({ readOnlyFile: null });
    expect(await modeOf(path)).toBe(0o600);
    expect(await modeOf(dir)).toBe(0o700);
  });

  it('keeps changes over a restart, without writing a single default', async () => {
    await using here = await place();
    const { path, open, onDisk } = here;
    const store = await open();
    const result = store.update((document) =>
      setOrder(addProvider(addProvider(document, ONE), TWO), [{ name: 'Two', accountEmail: null }]),
    );
    expect(result.ok && result.value.providers.map((provider) => provider.name)).toEqual(['Two', 'One']);
    expect(await onDisk()).toEqual({
      providers: [
        { ...ONE, priority: 2 },
        { ...TWO, priority: 1 },
      ],
      __internal__: { migrations: { version: '0.1.0' } },
    });
    expect(await modeOf(path)).toBe(0o600);
    await store.close();
    expect((await open()).current().providers.map((provider) => provider.name)).toEqual(['Two', 'One']);
  });

  it('tells its subscribers of a change after it is durable, once', async () => {
    await using here = await place();
    const { open } = here;
    const store = await open();
    const heard: number[] = [];
    const subscription = store.subscribe((settings) => heard.push(settings.providers.length));
    store.update((document) => addProvider(document, ONE));
    expect(heard).toEqual([1]);
    // The watch sees the writing too and must not take it for an edit.
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(heard).toEqual([1]);
    subscription[Symbol.dispose]();
    store.update((document) => addProvider(document, TWO));
    expect(heard).toEqual([1]);
  });

  it('refuses a change that is not valid, names the key, and changes nothing', async () => {
    await using here = await place();
    const { path, open } = here;
    const store = await open();
    store.update((document) => addProvider(document, ONE));
    const before = await readFile(path, 'utf8');
    expect(store.update((document) => addProvider(document, ONE))).toMatchObject({
      ok: false,
      error: {
        code: 'settings-invalid',
        message:
          'providers[1] repeats an earlier entry with the same name without an account_email. Nothing was changed.',
      },
    });
    expect(store.current().providers).toHaveLength(1);
    expect(await readFile(path, 'utf8')).toBe(before);
  });

  it('never writes a secret, but leaves one that the user wrote by hand', async () => {
    await using here = await place();
    const { path, open, given, onDisk } = here;
    await given(JSON.stringify({ providers: [{ ...ONE, auth_value: 'sk-by-hand' }] }));
    const store = await open();
    expect(
      store.update((document) => ({
        ...document,
        providers: [...(document.providers ?? []), { ...TWO, auth_value: 'sk-new' }],
      })),
    ).toMatchObject({ ok: false, error: { code: 'settings-secret' } });
    expect(await readFile(path, 'utf8')).not.toContain('sk-new');
    expect(store.update((document) => addProvider(document, TWO)).ok).toBe(true);
    expect((await onDisk()).providers[0].auth_value).toBe('sk-by-hand');
  });

  it('refuses to grow beyond what it would read again', async () => {
    await using here = await place();
    const { open } = here;
    const store = await open();
    const label = 'x'.repeat(200);
    const many = Array.from({ length: 1_000 }, (_, i) => ({
      ...ONE,
      name: `${i}${label}`.slice(0, 200),
      label,
      base_url: `https://x.example/${'p'.repeat(800)}`,
    }));
    expect(store.update(() => ({ providers: many }))).toMatchObject({
      ok: false,
      error: { code: 'settings-invalid' },
    });
  });

  it('says that the disk refused, and keeps what it had', async () => {
    await using here = await place();
    const { path, open } = here;
    const store = await open(
      {},
      class extends Conf {
        override set store(_document: Record<string, unknown>) {
          throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
        }
        override get store() {
          return super.store;
        }
      },
    );
    expect(store.update((document) => addProvider(document, ONE))).toEqual({
      ok: false,
      error: { code: 'settings-write-failed', message: `${path} could not be written (ENOSPC).` },
    });
    expect(store.current().providers).toEqual([]);
  });

  it('writes nothing where a change changes nothing', async () => {
    await using here = await place();
    const { path, open } = here;
    const store = await open();
    store.update((document) => addProvider(document, ONE));
    const { mtimeMs } = await stat(path);
    let heard = 0;
    store.subscribe(() => heard++);
    expect(store.update((document) => structuredClone(document)).ok).toBe(true);
    expect((await stat(path)).mtimeMs).toBe(mtimeMs);
    expect(heard).toBe(0);
  });
});

describe.concurrent('an edit of config.json by hand', () => {
  it('is taken over while the app runs, and stays where the app writes next', async () => {
    await using here = await place();
    const { path, told, open, onDisk } = here;
    const store = await open();
    await writeFile(path, JSON.stringify({ providers: [ONE], note: 'mine' }));
    await eventually(() => expect(store.current().providers).toHaveLength(1));
    await eventually(() =>
      expect(told.warnings.map((warning) => [warning.code, warning.key, warning.line])).toEqual([
        ['unknown-key', 'note', 1],
      ]),
    );
    store.update((document) => acceptTerms(document, 0));
    expect(await onDisk()).toMatchObject({
      providers: [ONE],
      note: 'mine',
      settings: { terms_accepted: '1970-01-01T00:00:00.000Z' },
    });
  });

  it('is not lost where the app writes before it has noticed', async () => {
    await using here = await place();
    const { path, open, onDisk } = here;
    const store = await open();
    await writeFile(path, JSON.stringify({ providers: [ONE] }));
    store.update((document) => addProvider(document, TWO));
    expect((await onDisk()).providers).toEqual([ONE, TWO]);
  });

  it('that is wrong changes nothing and names its line', async () => {
    await using here = await place();
    const { path, told, open } = here;
    const store = await open();
    await writeFile(path, '{\n\t"server": {\n\t\t"port": "many"\n\t}\n}\n');
    await eventually(() =>
      expect(told.refused.map((problem) => problem.message)).toEqual([
        `${path}, line 3, column 3: server.port must be a whole number from 0 to 65535.`,
      ]),
    );
    expect(store.current().server.port).toBe(9090);
  });

  it('that cannot be used is kept beside the file when the app has to write', async () => {
    await using here = await place();
    const { dir, path, told, open, onDisk } = here;
    const store = await open();
    await writeFile(path, '{ "providers": [');
    expect(store.update((document) => addProvider(document, ONE)).ok).toBe(true);
    expect((await onDisk()).providers).toEqual([ONE]);
    const aside = (await readdir(dir)).filter((name) => /^config\.unreadable-\d{4}-.*\.json$/.test(name));
    expect(aside).toHaveLength(1);
    expect(await readFile(join(dir, aside[0]!), 'utf8')).toBe('{ "providers": [');
    expect(told.warnings.map((warning) => warning.code)).toEqual(['set-aside']);
  });

  it('that removes the file keeps the settings, and the next change writes them again', async () => {
    await using here = await place();
    const { path, open, onDisk } = here;
    const store = await open();
    store.update((document) => addProvider(document, ONE));
    await rm(path);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(store.current().providers).toHaveLength(1);
    store.update((document) => addProvider(document, TWO));
    expect((await onDisk()).providers).toEqual([ONE, TWO]);
  });
});

describe.concurrent('a config.json of an earlier version', () => {
  it('is brought up to date by the steps of the versions since, once', async () => {
    await using here = await place();
    const { told, open, given } = here;
    await given(JSON.stringify({ settings: { old_strategy: 'least_used' } }));
    let runs = 0;
    const migrations: NonNullable<SettingsStoreOptions['migrations']> = {
      '0.2.0': (conf) => {
        runs++;
        conf.store = { settings: { strategy: 'least_used' } };
      },
    };
    const store = await open({ version: '0.2.0', migrations });
    expect(store.current().strategy).toBe('least_used');
    await store.close();
    await open({ version: '0.2.1', migrations });
    expect(runs).toBe(1);
    expect(told.warnings).toEqual([]);
  });
});

describe.concurrent('electron-store’s class', () => {
  it('opens the same file as conf', async () => {
    await using here = await place();
    const { path, open, onDisk } = here;
    // Keeps the `electron` package from downloading its binary; its import then yields a path.
    vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', '/nonexistent');
    const { default: ElectronStore } = await import('electron-store');
    const headless = await open();
    headless.update((document) => addProvider(document, ONE));
    await headless.close();
    const app = await open({}, ElectronStore as unknown as ConfClass);
    expect(app.current().providers.map((provider) => provider.name)).toEqual(['One']);
    app.update((document) => addProvider(document, TWO));
    expect((await onDisk()).providers).toEqual([ONE, TWO]);
    expect(await modeOf(path)).toBe(0o600);
    vi.unstubAllEnvs();
  });
});
