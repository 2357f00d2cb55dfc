import { chmod, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addProvider } from '../../../src-main/core/settings/document-edits.ts';
import { modeOf, ONE, place } from './store-place.ts';

describe.concurrent('a config.json that was left damaged', () => {
  it.each([
    ['cut off', '{"providers": [{"name": "One"'],
    ['empty', ''],
    ['not a mapping', '[1, 2]'],
    ['not text', Buffer.from([0xff, 0xfe, 0x00, 0x80])],
  ])('is moved aside under a dated name, whole and private, and told: %s', async (_how, content) => {
    await using here = await place();
    const { dir, path, told, open, given } = here;
    await given(content);
    const store = await open();
    expect(store.current().providers).toEqual([]);
    const aside = (await readdir(dir)).find((name) => name.startsWith('config.unreadable-'))!;
    expect(await readFile(join(dir, aside))).toEqual(Buffer.from(content));
    expect(await modeOf(join(dir, aside))).toBe(0o600);
    expect(told.warnings).toMatchObject([{ code: 'set-aside', file: path }]);
    expect(told.warnings[0]?.message).toContain(join(dir, aside));
    expect(store.update((document) => addProvider(document, ONE)).ok).toBe(true);
  });

  it('is left alone where it is readable and a value is wrong, and the error names the line', async () => {
    await using here = await place();
    const { path, tryOpen, given } = here;
    const content =
      '{\n\t"providers": [\n\t\t{ "name": "One", "base_url": 7, "auth_value": "vault" }\n\t]\n}';
    await given(content);
    expect(await tryOpen()).toMatchObject({
      ok: false,
      errors: [{ code: 'wrong-value', key: 'providers[0].base_url', line: 3 }],
    });
    expect(await readFile(path, 'utf8')).toBe(content);
  });

  it('is refused where only names contradict each other, which no JSON schema sees', async () => {
    await using here = await place();
    const { tryOpen, given } = here;
    await given(JSON.stringify({ model_routes: { '*': [{ provider: 'Nobody' }] } }));
    expect(await tryOpen()).toMatchObject({
      ok: false,
      errors: [{ code: 'unknown-provider', key: 'model_routes["*"][0].provider' }],
    });
  });

  it('is refused where it is too large', async () => {
    await using here = await place();
    const { tryOpen, given } = here;
    await given(JSON.stringify({ note: 'x'.repeat(1_048_576) }));
    expect(await tryOpen()).toMatchObject({ ok: false, errors: [{ code: 'too-large' }] });
  });

  it('is made private where other users could read it', async () => {
    await using here = await place();
    const { path, open, given } = here;
    await given('{}');
    await chmod(path, 0o644);
    await open();
    expect(await modeOf(path)).toBe(0o600);
  });
});
